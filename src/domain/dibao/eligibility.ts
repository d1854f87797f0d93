import { isSeverelyDisabled } from '../household.ts';
import { ok } from '../outcome.ts';
import { fact, type Rule, rule } from '../rules.ts';
import { type DibaoFacts, info } from './facts.ts';
import { assistedIncome, familyIncome } from './income.ts';
import { businessAllowed, financialWithin, housesWithin, nonResidentialWithin, vehiclesWithin } from './property.ts';
import { assisted, assistedNeed, edgeLine, familyNeeds, paidPersons } from './standard.ts';

/** Why a family is not eligible. */
export type IneligibilityReason =
  | 'incomeNotBelowStandard'
  | 'financialAssetsAboveLimit'
  | 'vehiclesAboveLimit'
  | 'housesAboveLimit'
  | 'nonResidentialAboveLimit'
  | 'businessNotAllowed'
  | 'incomeAboveEdge'
  | 'familyQualifiesAsWhole'
  | 'noSinglePersonGround'
  | 'everyShareStopped';

type Reasons = readonly IneligibilityReason[];

/** Property of the family against every local limit (MCA-57 art. 14). */
export const propertyReasons = rule(
  info('property', '家庭财产状况', 'Property', 'MCA-57 art. 14', 'list'),
  { financialWithin, vehiclesWithin, housesWithin, nonResidentialWithin, businessAllowed },
  (is): Reasons => [
    ...reason(!is.financialWithin, 'financialAssetsAboveLimit'),
    ...reason(!is.vehiclesWithin, 'vehiclesAboveLimit'),
    ...reason(!is.housesWithin, 'housesAboveLimit'),
    ...reason(!is.nonResidentialWithin, 'nonResidentialAboveLimit'),
    ...reason(!is.businessAllowed, 'businessNotAllowed'),
  ],
);

/** Strictly below: a family exactly at the standard is not eligible (低于, SAL-2026 art. 18). */
const incomeBelow = rule(
  info('incomeBelow', '家庭人均收入低于标准', 'Income below the standard', 'SAL-2026 art. 18', 'yesNo'),
  { familyIncome, familyNeeds },
  ({ familyIncome, familyNeeds }) => familyIncome < familyNeeds,
);

/** Where everybody to be assisted lost their own share, there is nothing left to pay. */
export const somebodyPaid = rule(
  info('somebodyPaid', '有成员可发放低保金', 'Somebody whose share is paid', 'MCA-57 art. 34', 'yesNo'),
  { assisted, paidPersons },
  ({ assisted, paidPersons }) => paidPersons > 0 || assisted === 0,
);

const householdReasons = rule(
  info('reasons', '不符合条件的情形', 'What stands against it', 'SAL-2026 art. 18; MCA-57 art. 34', 'list'),
  { incomeBelow, propertyReasons, somebodyPaid },
  ({ incomeBelow, propertyReasons, somebodyPaid }): Reasons => [
    ...reason(!incomeBelow, 'incomeNotBelowStandard'),
    ...propertyReasons,
    ...reason(!somebodyPaid, 'everyShareStopped'),
  ],
);

const singleGround = fact(
  info('single.ground', '单人保情形', 'Ground for a single-person application', 'MCA-57 art. 8', 'code'),
  ({ input: { members } }: DibaoFacts) => {
    const applicant = members[0];
    const grounds = {
      severeDisability: applicant !== undefined && isSeverelyDisabled(applicant),
      seriousIllness: applicant?.situations.includes('seriousIllness') === true,
      clergyApart: applicant?.situations.includes('clergyApart') === true,
    };
    const found = Object.entries(grounds).find(([, holds]) => holds);
    return ok({ value: found?.[0] ?? 'none', source: '成员1' });
  },
);

const ownIncomeBelow = rule(
  info('single.incomeBelow', '本人收入低于标准', 'Own income below the standard', 'MCA-57 art. 8', 'yesNo'),
  { assistedIncome, assistedNeed },
  ({ assistedIncome, assistedNeed }) => assistedIncome < assistedNeed,
);

const belowEdge = rule(
  info('single.belowEdge', '家庭收入低于低保边缘线', 'Family income below the edge line', 'MCA-57 art. 8', 'yesNo'),
  { familyIncome, edgeLine },
  ({ familyIncome, edgeLine }) => familyIncome < edgeLine,
);

/**
 * 单人保: someone severely disabled, seriously ill or a cleric apart, in an edge family (MCA-57 art. 8). A family that
 * qualifies is admitted whole, never in part (NOTICE-2022 part 1).
 */
const singleReasons = rule(
  info(
    'single.reasons',
    '不符合单人保条件的情形',
    'What stands against it',
    'MCA-57 art. 8; NOTICE-2022 part 1',
    'list',
  ),
  { singleGround, ownIncomeBelow, belowEdge, incomeBelow, propertyReasons, somebodyPaid },
  (is): Reasons => [
    ...reason(is.incomeBelow && is.propertyReasons.length === 0, 'familyQualifiesAsWhole'),
    ...reason(is.singleGround === 'none', 'noSinglePersonGround'),
    ...reason(!is.belowEdge, 'incomeAboveEdge'),
    ...reason(!is.ownIncomeBelow, 'incomeNotBelowStandard'),
    ...is.propertyReasons,
    ...reason(!is.somebodyPaid, 'everyShareStopped'),
  ],
);

/** What stands against the application; nothing: eligible. */
export const reasonsAgainst: Rule<DibaoFacts, Reasons> = (facts) =>
  facts.input.applyingAs === 'household' ? householdReasons(facts) : singleReasons(facts);

function reason(applies: boolean, code: IneligibilityReason): Reasons {
  return applies ? [code] : [];
}
