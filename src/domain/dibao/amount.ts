import { round } from '../money.ts';
import { ok } from '../outcome.ts';
import { choose, fact, type Rule, rule } from '../rules.ts';
import { type DibaoFacts, fromPolicy, info } from './facts.ts';
import { assistedIncome } from './income.ts';
import { assisted, assistedNeed, paidPersons } from './standard.ts';

export const reckoningMonths: Rule<DibaoFacts, number> = fact(
  info('amount.months', '核算期月数', 'Months in the period of reckoning', 'MCA-57 art. 23', 'pieces'),
  ({ reckoning }: DibaoFacts) => ok({ value: reckoning === 'year' ? 12 : 1, source: '标准和收入的核算期' }),
);

const minimum = fromPolicy('dibao.minMonthlyFen', 'fenPerMonth', 'Least amount paid');
export const rounding = fromPolicy('dibao.rounding', 'code', 'Rounding');

/** 补差: what is missing to the standard, for those who are paid their share; divided once and rounded once, at the end (MCA-57 art. 23). */
const difference = rule(
  info('amount.difference', '补差发放月金额', 'Difference to the standard, per month', 'MCA-57 art. 23', 'fenPerMonth'),
  { assistedNeed, assistedIncome, assisted, paidPersons, reckoningMonths, rounding, minimum },
  ({ assistedNeed, assistedIncome, assisted, paidPersons, reckoningMonths, rounding, minimum }) => {
    const missing = Math.max(0, assistedNeed - assistedIncome);
    return Math.max(minimum, round(missing * paidPersons, reckoningMonths * Math.max(1, assisted), rounding));
  },
);

/** 分档: a fixed amount per person by how far income lies below the standard (MCA-57 art. 23; tiers local). */
const tier = rule(
  info('amount.tier', '分档发放月金额', 'Tier amount, per month', 'MCA-57 art. 23', 'fenPerMonth'),
  { assistedNeed, assistedIncome, paidPersons, tiers: fromPolicy('dibao.tiers', 'list', 'Tiers'), minimum },
  ({ assistedNeed, assistedIncome, paidPersons, tiers, minimum }) => {
    const held = tiers.find(({ belowPercent }) => assistedIncome * 100 < belowPercent * assistedNeed);
    return Math.max(minimum, (held?.amountFen ?? 0) * paidPersons);
  },
);

/** The monthly amount without top-ups. */
export const base: Rule<DibaoFacts, number> = choose(fromPolicy('dibao.amountMode', 'code', 'Difference or tier'), {
  difference,
  tier,
});
