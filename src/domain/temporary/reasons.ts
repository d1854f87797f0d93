import { type IneligibilityReason, propertyReasons } from '../dibao/eligibility.ts';
import { type DibaoFacts, fromPolicy, inReckoning, sourceOf } from '../dibao/facts.ts';
import { familyIncome } from '../dibao/income.ts';
import { assisted } from '../dibao/standard.ts';
import { ok } from '../outcome.ts';
import type { DegreeRow } from '../policyTables.ts';
import { fact, rule } from '../rules.ts';
import { cause, degree, info } from './burden.ts';

/** Why a family gets no temporary assistance. */
export type TemporaryReason =
  | Extract<
      IneligibilityReason,
      | 'financialAssetsAboveLimit'
      | 'vehiclesAboveLimit'
      | 'housesAboveLimit'
      | 'nonResidentialAboveLimit'
      | 'businessNotAllowed'
    >
  | 'incomeAboveLimit'
  | 'causeNotAssisted'
  | 'expenseTooLow';

const incomeLimit = fact(
  {
    ...info('incomeLimit', '人均收入上限', 'Income limit per head', 'OP-2020 item 15', 'fen'),
    unit: ({ reckoning }: DibaoFacts) => (reckoning === 'year' ? 'fenPerYear' : 'fenPerMonth'),
  },
  (facts: DibaoFacts) => {
    const found = facts.policy('temporary.incomeLimit');
    if (!found.ok) return found;
    // The limit is a year's figure; in months it is compared rounded down, so that nobody is let in beyond it.
    const { amountFen, per } = found.value.value;
    const value =
      facts.reckoning === 'month' && per === 'year'
        ? Math.floor(amountFen / 12)
        : inReckoning({ amountFen, per }, facts);
    return ok({ value, source: sourceOf(found.value) });
  },
);

const incomeBelow = rule(
  info('incomeBelow', '家庭人均收入低于上限', 'Income per head below the limit', 'OP-2020 item 15', 'yesNo'),
  { familyIncome, incomeLimit, assisted },
  ({ familyIncome, incomeLimit, assisted }) => familyIncome < incomeLimit * assisted,
);

const causeAssisted = rule(
  info('causeAssisted', '事由属于救助范围', 'The cause is one that is assisted', 'SAL-2026 art. 29', 'yesNo'),
  { cause, degrees: fromPolicy('temporary.degrees', 'list', 'Causes and degrees') },
  ({ cause, degrees }) => (degrees as readonly DegreeRow[]).some((row) => row.cause === cause),
);

/** What stands against the application; nothing: it is helped. */
export const reasonsAgainst = rule(
  info('reasons', '不符合条件的情形', 'What stands against it', 'SAL-2026 art. 29; OP-2020 item 15', 'list'),
  { incomeBelow, propertyReasons, causeAssisted, degree },
  ({ incomeBelow, propertyReasons, causeAssisted, degree }): readonly TemporaryReason[] => [
    ...(incomeBelow ? [] : (['incomeAboveLimit'] as const)),
    ...(propertyReasons as readonly TemporaryReason[]),
    ...(causeAssisted ? [] : (['causeNotAssisted'] as const)),
    ...(causeAssisted && degree.length === 0 ? (['expenseTooLow'] as const) : []),
  ],
);

const texts: Record<'incomeAboveLimit' | 'causeNotAssisted' | 'expenseTooLow', string> = {
  incomeAboveLimit: '家庭人均收入不低于当地支出型救助的收入上限（关于改革完善社会救助制度的意见第十五条）。',
  causeNotAssisted: '申请的事由不在当地临时救助的范围之内（社会救助法第二十九条）。',
  expenseTooLow: '家庭自负的支出未达到当地临时救助的困难程度（社会救助法第二十九条）。',
};

export function isOfTemporaryAid(reason: string): reason is keyof typeof texts {
  return Object.hasOwn(texts, reason);
}

/** A reason against the family as the letter puts it. */
export function temporaryReasonText(reason: keyof typeof texts): string {
  return texts[reason];
}
