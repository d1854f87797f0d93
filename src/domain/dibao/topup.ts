import { ageOn } from '../calendar.ts';
import { isSeverelyDisabled, type Member } from '../household.ts';
import { round } from '../money.ts';
import { ok } from '../outcome.ts';
import type { TopUpCategory, TopUpRule } from '../policyTables.ts';
import { choose, fact, forEach, type Rule, rule } from '../rules.ts';
import { rounding } from './amount.ts';
import { type DibaoFacts, fromPolicy, info, paidMembers } from './facts.ts';
import { paidPersons } from './standard.ts';

const article = 'SAL-2026 art. 20; MCA-57 art. 27';

function categoriesOf(member: Member, { on }: DibaoFacts, elderlyAge: number): readonly TopUpCategory[] {
  const age = ageOn(member.birthDate, on);
  const holds: Record<TopUpCategory, boolean> = {
    elderly: age >= elderlyAge,
    minor: age < 18,
    severeDisability: isSeverelyDisabled(member),
    seriousIllness: member.situations.includes('seriousIllness'),
  };
  return (Object.keys(holds) as TopUpCategory[]).filter((category) => holds[category]);
}

/** Which categories each person belongs to whose share is paid. */
const categories = forEach(
  info('topup.categories', '分类施保对象', 'Categories of those assisted', article, 'list'),
  paidMembers,
  fact(
    info('topup.person', '人员类别', 'Categories of one person', article, 'list'),
    (facts: DibaoFacts & { readonly item: number }) => {
      const age = facts.policy('topup.elderlyAge');
      const member = facts.input.members[facts.item];
      if (!age.ok) return age;
      const value = member ? categoriesOf(member, facts, age.value.value) : [];
      return ok({ value, source: `成员${facts.item + 1}` });
    },
  ),
  (each: readonly (readonly TopUpCategory[])[]) => each,
);

/**
 * What one rule gives once, as a numerator over 100 × persons, so that fixed amounts and shares add up exactly. A share
 * for a person is of that person's part of the base amount.
 */
function numeratorOf({ by, per }: TopUpRule, baseFen: number, persons: number): number {
  if ('fixedFen' in by) return by.fixedFen * 100 * persons;
  return per === 'person' ? baseFen * by.percent : baseFen * by.percent * persons;
}

/** The top-up where there are rules for it, reckoned on a base amount. */
function byCategory<F extends DibaoFacts>(base: Rule<F, number>): Rule<F, number> {
  return rule(
    info('topup', '分类施保增发', 'Category top-up, per month', article, 'fenPerMonth'),
    {
      rules: fromPolicy('topup.rules', 'list', 'Top-up rules'),
      categories,
      combine: fromPolicy('topup.combine', 'code', 'Several categories of one person'),
      base,
      paidPersons,
      rounding,
    },
    ({ rules, categories, combine, base, paidPersons, rounding }) => {
      const worth = (rule: TopUpRule) => numeratorOf(rule, base, paidPersons);
      const persons = categories.map((held) => {
        const amounts = rules.filter(({ per, category }) => per === 'person' && held.includes(category)).map(worth);
        return combine === 'highest' ? Math.max(0, ...amounts) : total(amounts);
      });
      const household = rules
        .filter(({ per, category }) => per === 'household' && categories.some((held) => held.includes(category)))
        .map(worth);
      return round(total([...persons, ...household]), 100 * Math.max(1, paidPersons), rounding);
    },
  );
}

const any = fact(
  info('topup.any', '是否设有分类施保', 'Whether there are top-ups', article, 'code'),
  ({ policy }: DibaoFacts) => {
    const rules = policy('topup.rules');
    return rules.ok
      ? ok({ value: rules.value.value.length > 0 ? ('some' as const) : ('none' as const), source: rules.value.ground })
      : rules;
  },
);

const none: Rule<DibaoFacts, number> = fact(
  info('topup', '分类施保增发', 'Category top-up, per month', article, 'fenPerMonth'),
  () => ok({ value: 0, source: '本地未设' }),
);

/** 分类施保: more for the old, the young, the severely disabled and the seriously ill, by local rule, on a base amount. */
export function topUpOn<F extends DibaoFacts>(base: Rule<F, number>): Rule<F, number> {
  return choose<F, 'some' | 'none', number>(any, { some: byCategory(base), none });
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
