import type { DivisionCode, OfficerId } from './ids.ts';

/** 与申请人关系 (GB/T 4761, the part a household needs). */
export const relations = ['self', 'spouse', 'child', 'parent', 'grandparent', 'grandchild', 'sibling', 'other'] as const;
export type Relation = (typeof relations)[number];

/** Circumstances of a member that decide whether and how it counts (MCA-57 arts. 7, 8; SAL-2026 art. 20). */
export interface Circumstances {
  readonly student?: boolean;
  /** Does not live with the family, and why; then the member does not count. */
  readonly apart?: 'clergyThreeYears' | 'prison' | 'compulsoryDetox' | 'missing' | 'military';
  readonly disability?: { readonly type: 'visual' | 'hearing' | 'speech' | 'physical' | 'intellectual' | 'mental' | 'multiple'; readonly grade: 1 | 2 | 3 | 4 };
  readonly seriousIllness?: boolean;
  readonly unableToWork?: boolean;
}

/** A member of the household as declared. `consent`: the authorisation to the data check, from each co-living member (art. 9). */
export interface DeclaredMember {
  readonly memberNo: number;
  readonly name: string;
  readonly idNumber: string;
  readonly phone?: string;
  readonly relation: Relation;
  readonly circumstances: Circumstances;
  readonly consent: { readonly signedOn: string; readonly signedBy: 'self' | 'guardian' };
}

/** MCA-57 art. 13: the kinds of income, and those that do not count. */
export const incomeKinds = ['wage', 'business', 'property', 'transfer', 'other'] as const;
export type IncomeKind = (typeof incomeKinds)[number];
export const incomeExemptions = ['veteranBenefit', 'familyPlanningAward', 'scholarship', 'braveryAward', 'socialAssistance', 'basicPension', 'disabilitySubsidy'] as const;
export type IncomeExemption = (typeof incomeExemptions)[number];

export interface DeclaredIncome {
  readonly memberNo: number;
  readonly kind: IncomeKind;
  readonly source: string;
  readonly amountFen: number;
  readonly per: 'month' | 'year';
  readonly exemption?: IncomeExemption;
}

/** MCA-57 art. 14: movables and immovables. Money in fen, things in pieces. */
export const propertyKinds = ['deposit', 'securities', 'fund', 'insurance', 'onlineBalance', 'vehicle', 'house', 'business'] as const;
export type PropertyKind = (typeof propertyKinds)[number];

export interface DeclaredProperty {
  readonly memberNo: number;
  readonly kind: PropertyKind;
  readonly amountFen?: number;
  readonly count?: number;
  readonly exemption?: 'disabilityVehicle' | 'treatmentVehicle' | 'livelihoodVehicle' | 'assistanceDeposit';
}

export interface DeclaredAccount {
  readonly holder: string;
  readonly bankName: string;
  readonly number: string;
}

/** All a family declares when it applies. Kept sealed; the journal quotes it by hash. */
export interface Declaration {
  readonly programme: 'dibao';
  readonly township: DivisionCode;
  readonly area: 'urban' | 'rural';
  readonly members: readonly DeclaredMember[];
  readonly incomes: readonly DeclaredIncome[];
  readonly property: readonly DeclaredProperty[];
  readonly account?: DeclaredAccount;
  /** Someone else hands the application in, with a letter (art. 6). */
  readonly proxy?: { readonly name: string; readonly relation: string };
  /** Near relatives among the staff (art. 11): these officers touch nothing in the case. */
  readonly relativesOfStaff: readonly { readonly officer: OfficerId; readonly memberNo: number; readonly relation: string }[];
}
