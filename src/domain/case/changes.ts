import type { PlainDate } from '../calendar.ts';
import type { PropertyExemption } from '../dibao/input.ts';
import type { Fen } from '../money.ts';
import type { DeclaredDeduction, DeclaredIncome, DeclaredMember, DeclaredProperty } from './declaration.ts';
import type { DivisionCode } from './ids.ts';

/** Who comes into a household, as handed in: the date of birth is read from the ID number. */
type Newcomer = Omit<DeclaredMember, 'birthDate' | 'relation'> & { readonly relation: RelationToHead };
export type RelationToHead = Exclude<DeclaredMember['relation'], 'applicant'>;

/** The benefits that exclude dibao for one person: nobody holds two of them at a time. */
export const otherBenefits = ['dibaoElsewhere', 'tekun', 'orphan', 'unattendedChild'] as const;

/** Each with the day it happened, which is not the day it was reported. */
type Happened<K extends string, What = unknown> = { readonly kind: K; readonly on: PlainDate } & What;
/** The same about one member. */
type OfMember<K extends string, What = unknown> = Happened<K, { readonly memberNo: number } & What>;

/** What can change in a family during its benefit (MCA-57 art. 30: reported promptly). */
export type HouseholdChange =
  | Happened<'memberJoins', { readonly member: Newcomer }>
  /** A newborn is asked for nothing: a guardian of the household signs for the check of its data. */
  | Happened<
      'memberBorn',
      {
        readonly member: Omit<Newcomer, 'consent' | 'situations' | 'phone'>;
        readonly guardian: { readonly memberNo: number; readonly signedOn: PlainDate };
      }
    >
  | OfMember<'memberLeaves', { readonly why: 'movedOut' | 'marriedAway' }>
  | OfMember<'memberDied'>
  /** Where somebody comes or goes with the marriage, that is a change of its own. */
  | OfMember<'memberMarried'>
  | OfMember<'imprisoned'>
  | OfMember<'released'>
  /** Declared missing by a court (宣告失踪), and found again. */
  | OfMember<'missing'>
  | OfMember<'found'>
  | OfMember<'graduated'>
  | OfMember<'employed', { readonly wage?: Pick<DeclaredIncome, 'origin' | 'amountFen' | 'period'> }>
  | OfMember<'situation', { readonly situation: DeclaredMember['situations'][number]; readonly holds: boolean }>
  /** As the certificate says now; null: there is none any more. */
  | OfMember<'disability', { readonly disability: NonNullable<DeclaredMember['disability']> | null }>
  /** What the member has of this kind from now on, all of it together; 0: nothing. */
  | OfMember<'income', { readonly income: DeclaredIncome['kind'] } & Omit<DeclaredIncome, 'memberNo' | 'kind'>>
  | OfMember<
      'deduction',
      { readonly deduction: DeclaredDeduction['kind'] } & Omit<DeclaredDeduction, 'memberNo' | 'kind'>
    >
  | OfMember<'property', { readonly owned: Owned; readonly exemption?: PropertyExemption }>
  /** A suitable job, refused without good reason (MCA-57 art. 34); `reference`: the offer's, so that one offer counts once. */
  | OfMember<'jobRefused', { readonly reference: string }>
  | OfMember<'eligibleElsewhere', { readonly benefit: (typeof otherBenefits)[number] }>
  /** The family names its applicant anew, and says what everybody else is to that person (MCA-57 art. 4). */
  | OfMember<'headNamed', { readonly relations: readonly Related[] }>
  | Happened<
      'movedWithinCounty',
      { readonly township: DivisionCode; readonly village?: DivisionCode; readonly area: 'urban' | 'rural' }
    >
  | Happened<'movedOut', { readonly to: DivisionCode }>;

type Related = { readonly memberNo: number; readonly relation: RelationToHead };

/** A kind of property as it is owned now: a sum for what is money, pieces for what is a thing. */
type Owned =
  | { readonly kind: 'financial'; readonly amountFen: Fen }
  | { readonly kind: 'business'; readonly count: number; readonly familyShop: boolean }
  | { readonly kind: Exclude<DeclaredProperty['kind'], 'financial' | 'business'>; readonly count: number };

/** Changes in the order in which they happened; of one day, as given. Each keeps its place in the list it came from. */
export function inOrder<C extends { readonly on: PlainDate }>(
  changes: readonly C[],
): readonly { change: C; nth: number }[] {
  return changes
    .map((change, nth) => ({ change, nth }))
    .sort((a, b) => (a.change.on === b.change.on ? a.nth - b.nth : a.change.on < b.change.on ? -1 : 1));
}
