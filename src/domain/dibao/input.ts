import type { PlainDate } from '../calendar.ts';
import type { DivisionCode } from '../case/ids.ts';
import type { Member } from '../household.ts';
import type { Fen } from '../money.ts';

/** The five kinds of income (MCA-57 art. 13): 工资性收入, 经营净收入, 财产净收入, 转移净收入, 其他. */
export type IncomeKind = 'wage' | 'business' | 'property' | 'transfer' | 'other';

/** Where a figure comes from; shown in the explanation. */
export type FigureSource = 'declared' | 'check' | 'visit' | 'reviewer';

/**
 * One income of one member, not negative, already net of what its kind allows (production costs, tax, contributions).
 * `exemption` names what it is where it might not count: a code of dibao.income.exempt or .alsoExempt, or `basicPension`.
 */
export interface Income {
  readonly memberIndex: number;
  readonly kind: IncomeKind;
  readonly source: FigureSource;
  readonly amountFen: Fen;
  readonly period: 'month' | 'year';
  readonly exemption?: string;
}

/** Extra rigid costs from disability or serious illness (刚性支出), proven; taken from the family's income. */
export interface Deduction {
  readonly memberIndex: number;
  readonly kind: 'disability' | 'seriousIllness';
  readonly source: FigureSource;
  readonly amountFen: Fen;
  readonly period: 'month' | 'year';
}

/** Why a thing owned does not count against the family. */
export type PropertyExemption =
  | 'treatmentVehicle'
  | 'rehabilitationVehicle'
  | 'livelihoodVehicle'
  | 'assistanceDeposit'
  | 'houseSaleWithinYear';

/** Something the family owns (MCA-57 art. 14). */
export type PropertyItem = { readonly source: FigureSource; readonly exemption?: PropertyExemption } & (
  | { readonly kind: 'financial'; readonly amountFen: Fen }
  | { readonly kind: 'vehicle' }
  | { readonly kind: 'house' }
  | { readonly kind: 'nonResidential' }
  | { readonly kind: 'business'; readonly familyShop: boolean }
);

/**
 * All an assessment of a dibao application rests on besides policy. JSON; kept sealed, as it holds health and money.
 * `applyingAs: 'singlePerson'` is 单人保 (MCA-57 art. 8): only `members[0]`, the applicant, is to be assisted.
 */
export interface AssessmentInput {
  readonly division: DivisionCode;
  readonly on: PlainDate;
  readonly residence: 'urban' | 'rural';
  readonly applyingAs: 'household' | 'singlePerson';
  readonly members: readonly Member[];
  readonly incomes: readonly Income[];
  readonly deductions: readonly Deduction[];
  readonly property: readonly PropertyItem[];
}
