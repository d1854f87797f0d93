import type { Deduction, Income, PropertyExemption } from '../dibao/input.ts';
import type { Member } from '../household.ts';
import type { Need } from '../temporary/need.ts';
import type { DivisionCode, OfficerId } from './ids.ts';

/** GB/T 4761 in short; the codes as the API takes them. Exactly one member is the applicant. */
export const relations = [
  'applicant',
  'spouse',
  'child',
  'parent',
  'grandparent',
  'grandchild',
  'sibling',
  'other',
] as const;
export const situations = [
  'fullTimeStudent',
  'cannotLiveIndependently',
  'supportDutyLivingTogether',
  'seriousIllness',
  'employed',
  'imprisoned',
  'compulsoryDetox',
  'declaredMissing',
  'clergyApart',
] as const;
export const disabilityKinds = [
  'visual',
  'hearing',
  'speech',
  'physical',
  'intellectual',
  'mental',
  'multiple',
] as const;
export const incomeKinds = ['wage', 'business', 'property', 'transfer', 'other'] as const;
export const propertyKinds = ['financial', 'vehicle', 'house', 'nonResidential', 'business'] as const;
export type PropertyKind = (typeof propertyKinds)[number];

/** A member of the household as declared. The consent to the data check comes from each co-living member (art. 9). */
export interface DeclaredMember extends Omit<Member, 'situations'> {
  readonly situations: readonly (typeof situations)[number][];
  readonly memberNo: number;
  readonly name: string;
  /** 18 characters, normalised (GB 11643). */
  readonly idNumber: string;
  readonly phone?: string;
  readonly consent?: { readonly signedOn: string; readonly signedBy: 'self' | 'guardian' };
}

/** `origin`: in the family's words, where the income comes from. */
export type DeclaredIncome = Omit<Income, 'memberIndex' | 'source'> & {
  readonly memberNo: number;
  readonly origin: string;
};
export type DeclaredDeduction = Omit<Deduction, 'memberIndex' | 'source'> & { readonly memberNo: number };

/** Something owned. Sums in fen for `financial`, pieces otherwise. */
export interface DeclaredProperty {
  readonly memberNo: number;
  readonly kind: PropertyKind;
  readonly amountFen?: number;
  readonly count?: number;
  readonly familyShop?: boolean;
  readonly exemption?: PropertyExemption;
}

export interface DeclaredAccount {
  readonly holder: string;
  readonly bankName: string;
  readonly number: string;
}

/** All a family declares when it applies. Kept sealed; the journal quotes it by hash. */
export interface Declaration {
  readonly programme: 'dibao' | 'temporary';
  /** Of temporary assistance: what has brought the family into difficulty. */
  readonly need?: Need;
  readonly township: DivisionCode;
  /** The village or community it lives in, where that has a code. */
  readonly village?: DivisionCode;
  readonly area: 'urban' | 'rural';
  /** `singlePerson`: 单人保 (MCA-57 art. 8), for the applicant alone. */
  readonly applyingAs: 'household' | 'singlePerson';
  readonly members: readonly DeclaredMember[];
  readonly incomes: readonly DeclaredIncome[];
  readonly deductions: readonly DeclaredDeduction[];
  readonly property: readonly DeclaredProperty[];
  readonly account?: DeclaredAccount;
  /** Someone else hands the application in, with a letter (art. 6). */
  readonly proxy?: { readonly name: string; readonly relation: string };
  /** Near relatives among the staff (art. 11): these officers touch nothing in the case. */
  readonly relativesOfStaff: readonly {
    readonly officer: OfficerId;
    readonly memberNo: number;
    readonly relation: string;
  }[];
}
