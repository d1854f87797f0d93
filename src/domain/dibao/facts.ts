import { membershipOf } from '../household.ts';
import { formatYuan } from '../money.ts';
import { ok } from '../outcome.ts';
import type { PolicyKey, PolicyKeys, PolicyLookup, PolicyValue } from '../policy.ts';
import { type PeriodAmount, periodAmountZh } from '../policyForms.ts';
import { policyKeys } from '../policyKeys.ts';
import { type Facts, fact, type Json, type Rule, type RuleInfo, type Unit } from '../rules.ts';
import type { AssessmentInput } from './input.ts';

/** What every rule of dibao is asked with: the day, and the dated policy of the place. */
export interface PolicyFacts extends Facts {
  readonly policy: PolicyLookup;
}

/** What the rules of the means test are asked with. */
export interface DibaoFacts extends PolicyFacts {
  readonly input: AssessmentInput;
  /** The period all sums are formed in. Months only where nothing is set or declared per year, so that nothing is divided before the end. */
  readonly reckoning: 'month' | 'year';
}

/** 最低生活保障审核确认办法 (MCA-57) has been in force since this day. */
const mca57 = '2021-07-01';

/** What a rule of dibao says about itself: under MCA-57, in two languages, and in which unit. */
export function info(id: string, zh: string, en: string, article: string, unit: Unit): RuleInfo<unknown>;
export function info(id: string, zh: string, en: string, article: string, unit: typeof reckoned): RuleInfo<DibaoFacts>;
export function info(id: string, zh: string, en: string, article: string, unit: RuleInfo<DibaoFacts>['unit']) {
  return { id: `dibao.${id}`, title: { zh, en }, article, from: mca57, unit };
}

/** Amounts of a sum, in the period it is formed in. */
export function reckoned({ reckoning }: DibaoFacts): Unit {
  return reckoning === 'year' ? 'fenPerYear' : 'fenPerMonth';
}

/** An amount in the period of reckoning: months become years, never the other way round. */
export function inReckoning(
  { amountFen, per }: { readonly amountFen: number; readonly per: 'month' | 'year' },
  { reckoning }: DibaoFacts,
): number {
  return reckoning === 'year' && per === 'month' ? amountFen * 12 : amountFen;
}

/** A leaf: the dated value of a key, with the document it rests on. */
export function fromPolicy<K extends PolicyKey>(
  key: K,
  unit: Unit,
  en: string,
): Rule<PolicyFacts, PolicyKeys[K] & Json> {
  const { zh, article } = policyKeys[key];
  return fact({ id: key, title: { zh, en }, article, from: mca57, unit }, ({ policy }) => {
    const found = policy(key);
    return found.ok ? ok({ value: found.value.value as PolicyKeys[K] & Json, source: sourceOf(found.value) }) : found;
  });
}

/** Where a value of policy comes from, in one line; an assumed one says so. */
export function sourceOf(value: PolicyValue): string {
  const assumed = value.level === 'assumed' ? '（暂定）' : '';
  return `${value.key} ${value.division} 自 ${value.effectiveFrom}${assumed}：${value.ground}`;
}

/** '468.00元/月', as it was declared or set. */
export function asWritten({ amountFen, per }: PeriodAmount): string {
  return `${formatYuan(amountFen)}${periodAmountZh[per]}`;
}

/** The members that count on the day, by their place in the input. */
export function countedMembers({ input, on }: DibaoFacts): readonly number[] {
  return input.members.flatMap((member, index) => (membershipOf(member, on).counted ? [index] : []));
}

/** Those to be assisted: the family, or in 单人保 the applicant alone (MCA-57 arts. 4, 8). */
export function assistedMembers(facts: DibaoFacts): readonly number[] {
  return facts.input.applyingAs === 'household' ? countedMembers(facts) : [0];
}

/** Those of them whose own share is paid (MCA-57 art. 34). */
export function paidMembers(facts: DibaoFacts): readonly number[] {
  return assistedMembers(facts).filter(
    (index) => facts.input.members[index]?.situations.includes('benefitStoppedForRefusals') === false,
  );
}
