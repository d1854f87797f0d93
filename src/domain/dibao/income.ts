import { round } from '../money.ts';
import { type Outcome, ok } from '../outcome.ts';
import type { PolicyKey, PolicyMissing } from '../policy.ts';
import { fact, forEach, type Rule, rule } from '../rules.ts';
import {
  asWritten,
  countedMembers,
  type DibaoFacts,
  fromPolicy,
  info,
  inReckoning,
  reckoned,
  sourceOf,
} from './facts.ts';
import type { Deduction, Income } from './input.ts';
import { standard } from './standard.ts';

type WithIncome = DibaoFacts & { readonly item: Income };
type WithDeduction = DibaoFacts & { readonly item: Deduction };
type WithMember = DibaoFacts & { readonly item: number };
/** Whose income is summed: the whole family's, or in 单人保 the applicant's own. */
type Scope = (facts: DibaoFacts) => readonly number[];

/** Whether one income counts, and where it says so (MCA-57 art. 13). */
function standingOf({
  item,
  policy,
  ...facts
}: WithIncome): Outcome<{ value: 'counted' | 'exempt' | 'memberNotCounted'; source: string }, PolicyMissing> {
  if (!countedMembers({ ...facts, policy }).includes(item.memberIndex)) {
    return ok({ value: 'memberNotCounted', source: `成员${item.memberIndex + 1}` });
  }
  if (item.exemption === undefined) return ok({ value: 'counted', source: '未申报豁免情形' });
  const keys =
    item.exemption === 'basicPension'
      ? (['dibao.income.exemptBasicPension'] as const)
      : (['dibao.income.exempt', 'dibao.income.alsoExempt'] as const);
  return exemptionIn(keys, item.exemption, policy);
}

/** The first of these values that exempts; a bare yes-or-no value exempts by being yes. */
function exemptionIn(keys: readonly PolicyKey[], exemption: string, policy: DibaoFacts['policy']) {
  const asked: string[] = [];
  for (const key of keys) {
    const found = policy(key);
    if (!found.ok) return found;
    const { value } = found.value;
    if (value === true || (Array.isArray(value) && (value as readonly unknown[]).includes(exemption))) {
      return ok({ value: 'exempt' as const, source: sourceOf(found.value) });
    }
    asked.push(sourceOf(found.value));
  }
  return ok({ value: 'counted' as const, source: `${exemption} 不在豁免之列：${asked.join('；')}` });
}

/** One income: its whole amount, or nothing where it is exempt or its earner does not count. */
const oneIncome = rule(
  info('income.item', '单项收入计入额', 'One income, as counted', 'MCA-57 art. 13', reckoned),
  {
    kind: fact(info('income.kind', '收入类别', 'Kind of income', 'MCA-57 art. 13', 'code'), ({ item }: WithIncome) =>
      ok({ value: item.kind, source: `成员${item.memberIndex + 1}` }),
    ),
    amount: fact(info('income.amount', '收入金额', 'Amount', 'MCA-57 art. 13', reckoned), (facts: WithIncome) =>
      ok({
        value: inReckoning(written(facts.item), facts),
        source: `${facts.item.source}：${asWritten(written(facts.item))}`,
      }),
    ),
    standing: fact(info('income.standing', '是否计入', 'Counted or exempt', 'MCA-57 art. 13', 'code'), standingOf),
  },
  ({ amount, standing }) => (standing === 'counted' ? amount : 0),
);

const oneDeduction: Rule<WithDeduction, number> = fact(
  info('deduction.item', '单项刚性支出', 'One rigid cost', 'MCA-57 art. 13', reckoned),
  (facts: WithDeduction) => {
    const { item } = facts;
    const counts = countedMembers(facts).includes(item.memberIndex);
    return ok({
      value: counts ? inReckoning(written(item), facts) : 0,
      source: `${item.source}：${item.kind} ${asWritten(written(item))}，成员${item.memberIndex + 1}`,
    });
  },
);

/** 就业成本: a share of the standard for each member in work, never more than the wage itself (MCA-57 art. 13; share local). */
const oneEmploymentCost = rule(
  info('employmentCost.item', '单人就业成本', 'Employment cost of one member', 'MCA-57 art. 13', reckoned),
  {
    wage: forEach(
      info('employmentCost.wage', '计入的工资性收入', 'Wages counted', 'MCA-57 art. 13', reckoned),
      ({ input, item }: WithMember) =>
        input.incomes.filter(({ kind, memberIndex }) => kind === 'wage' && memberIndex === item),
      oneIncome,
      sum,
    ),
    percent: fromPolicy('dibao.income.employmentCostPercent', 'percent', 'Share of the standard'),
    standard,
  },
  ({ wage, percent, standard }) => Math.min(wage, round(standard * percent, 100, 'halfUp2dp')),
);

function incomeOf(scope: Scope): Rule<DibaoFacts, number> {
  const within = (facts: DibaoFacts) => (item: { readonly memberIndex: number }) =>
    scope(facts).includes(item.memberIndex);
  const gross = forEach(
    info('income.gross', '收入合计', 'Incomes counted', 'MCA-57 art. 13', reckoned),
    (facts: DibaoFacts) => facts.input.incomes.filter(within(facts)),
    oneIncome,
    sum,
  );
  const employmentCost = forEach(
    info('employmentCost', '就业成本扣减', 'Employment cost', 'MCA-57 art. 13', reckoned),
    (facts: DibaoFacts) =>
      scope(facts).filter((member) =>
        facts.input.incomes.some(({ kind, memberIndex }) => kind === 'wage' && memberIndex === member),
      ),
    oneEmploymentCost,
    sum,
  );
  const rigidCosts = forEach(
    info('deductions', '残疾、重病刚性支出扣减', 'Rigid costs of disability or illness', 'MCA-57 art. 13', reckoned),
    (facts: DibaoFacts) => facts.input.deductions.filter(within(facts)),
    oneDeduction,
    sum,
  );
  return rule(
    info('income', '计入的收入', 'Counted income', 'MCA-57 art. 13', reckoned),
    { gross, employmentCost, rigidCosts },
    ({ gross, employmentCost, rigidCosts }) => Math.max(0, gross - employmentCost - rigidCosts),
  );
}

/** 家庭收入: what the family as a whole is taken to have. */
export const familyIncome = incomeOf(({ input }) => input.members.map((_, index) => index));

/** The income set against the needs of those assisted. */
const ownIncome = incomeOf(() => [0]);
export const assistedIncome: Rule<DibaoFacts, number> = (facts) =>
  facts.input.applyingAs === 'household' ? familyIncome(facts) : ownIncome(facts);

function written({ amountFen, period }: Income | Deduction) {
  return { amountFen, per: period };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
