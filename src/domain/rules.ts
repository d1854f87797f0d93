import type { PlainDate } from './calendar.ts';
import { type Outcome, ok, refuse } from './outcome.ts';
import type { PolicyMissing } from './policy.ts';

/** What can be stored with a decision and read again: an explanation holds nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** How a value is read: amounts are fen for a period, the rest is what it says. */
export type Unit =
  | 'fen'
  | 'fenPerMonth'
  | 'fenPerYear'
  | 'persons'
  | 'pieces'
  | 'percent'
  | 'multiple'
  | 'yesNo'
  | 'month'
  | 'code'
  | 'list'
  | 'components';

/** What a rule says about itself. In force from `from` up to, not including, `to`. */
export interface RuleInfo<F> {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly article: string;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  readonly unit: Unit | ((facts: F) => Unit);
}

/** A value with all it came from, down to the declared facts and the dated policy. Serialisable; stored with the decision. */
export interface Explanation<V = Json> {
  readonly rule: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly article: string;
  readonly value: V;
  readonly unit: Unit;
  readonly inputs: readonly Explanation[];
  /** Of a leaf: where the value was taken from. */
  readonly source?: string;
}

/** Asking a rule outside its validity is answered, not thrown. */
export interface RuleNotInForce {
  readonly code: 'ruleNotInForce';
  readonly rule: string;
  readonly on: PlainDate;
}

type Evaluated<V> = Outcome<Explanation<V>, RuleNotInForce | PolicyMissing>;

/** The day a rule is asked about; every set of facts has one. */
export interface Facts {
  readonly on: PlainDate;
}

/** A rule, or a fact taken from outside: asked with the facts, it answers a value and how it came about. */
export type Rule<F, V> = (facts: F) => Evaluated<V>;

type Inputs = { readonly [name: string]: Rule<never, Json> };
type ValuesOf<I> = { readonly [N in keyof I]: I[N] extends Rule<never, infer V> ? V : never };
/** What the inputs must be asked with, all of them together. */
type FactsOf<I> = [I[keyof I]] extends [Rule<infer F, unknown>] ? F & Facts : never;
type Taken<V> = { readonly value: V; readonly source: string; readonly article?: string };

/** A leaf: a fact with its source, or the refusal of whoever was asked for it. */
export function fact<F extends Facts, V extends Json>(
  info: RuleInfo<F>,
  take: (facts: F) => Outcome<Taken<V>, PolicyMissing>,
): Rule<F, V> {
  return (facts) => {
    const taken = take(facts);
    if (!taken.ok) return taken;
    const { value, source, article = info.article } = taken.value;
    return ok({ ...node(info, facts, value, []), article, source });
  };
}

/**
 * A value computed from other rules, and from nothing else, so that the tree tells all of it.
 *
 * @example
 * const needed = rule({ id: 'dibao.needed', … }, { standard, members }, ({ standard, members }) => standard * members);
 */
export function rule<const I extends Inputs, V extends Json>(
  info: RuleInfo<FactsOf<I>>,
  inputs: I,
  compute: (values: ValuesOf<I>) => V,
): Rule<FactsOf<I>, V> {
  return (facts) => {
    if (facts.on < info.from || (info.to !== undefined && facts.on >= info.to)) {
      return refuse({ code: 'ruleNotInForce', rule: info.id, on: facts.on });
    }
    const values: Record<string, Json> = {};
    const nodes: Explanation[] = [];
    for (const [name, input] of Object.entries<Rule<never, Json>>(inputs)) {
      const evaluated = (input as Rule<FactsOf<I>, Json>)(facts);
      if (!evaluated.ok) return evaluated;
      values[name] = evaluated.value.value;
      nodes.push(evaluated.value);
    }
    return ok(node(info, facts, compute(values as ValuesOf<I>), nodes));
  };
}

/** The same rule for each item of a list, put together by `combine`. */
export function forEach<F extends Facts, Item, V extends Json, W extends Json>(
  info: RuleInfo<F>,
  items: (facts: F) => readonly Item[],
  each: Rule<Omit<F, 'item'> & { readonly item: Item }, V>,
  combine: (values: readonly V[]) => W,
): Rule<F, W> {
  return (facts) => {
    const nodes: Explanation<V>[] = [];
    for (const item of items(facts)) {
      const evaluated = each({ ...facts, item });
      if (!evaluated.ok) return evaluated;
      nodes.push(evaluated.value);
    }
    return ok(node(info, facts, combine(nodes.map(({ value }) => value)), nodes));
  };
}

/** Goes on with the rule the chosen code names; the others are not asked, so their policy may be missing. */
export function choose<F extends Facts, C extends string, V extends Json>(
  by: Rule<F, C>,
  rules: { readonly [K in C]: Rule<F, V> },
): Rule<F, V> {
  return (facts) => {
    const chosen = by(facts);
    if (!chosen.ok) return chosen;
    const result = rules[chosen.value.value](facts);
    return result.ok ? ok({ ...result.value, inputs: [chosen.value, ...result.value.inputs] }) : result;
  };
}

function node<F, V extends Json>(
  info: RuleInfo<F>,
  facts: F,
  value: V,
  inputs: readonly Explanation[],
): Explanation<V> {
  const unit = typeof info.unit === 'function' ? info.unit(facts) : info.unit;
  return { rule: info.id, title: info.title, article: info.article, value, unit, inputs };
}
