import { addMonths, monthOf, type PlainDate, type PlainMonth } from '../calendar.ts';
import type { HouseholdChange } from '../case/changes.ts';
import { type Outcome, ok } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing } from '../policy.ts';
import { choose, type Explanation, fact, type Rule, type RuleNotInForce, rule } from '../rules.ts';
import { fromPolicy, info, type PolicyFacts } from './facts.ts';

/**
 * Why a benefit changes, as far as the month depends on it. Of its own time, with the decision: more, less or nothing.
 * Reaching back, and these alone: somebody died, went to prison or moved out of the county, for what was paid after that
 * was owed to nobody; and a decision undone because it rested on an error, such as a wrong match, as if it had not been.
 */
export type EffectCause =
  | { readonly cause: 'more' | 'less' | 'stop' }
  | { readonly cause: 'died' | 'imprisoned' | 'movedOut'; readonly on: PlainDate }
  | { readonly cause: 'undone'; readonly heldFrom: PlainMonth };

interface EffectFacts extends PolicyFacts {
  readonly effect: EffectCause;
}

const article = 'MCA-57 arts. 21, 32';
const monthInfo = info('effect.month', '变更起始月份', 'First month of the change', article, 'month');

const kinds = {
  more: 'more',
  less: 'cut',
  stop: 'cut',
  died: 'event',
  imprisoned: 'event',
  movedOut: 'event',
  undone: 'undone',
} as const;
const kind: Rule<EffectFacts, (typeof kinds)[EffectCause['cause']]> = fact(
  info('effect.kind', '变更情形', 'Kind of change', article, 'code'),
  ({ effect: { cause } }: EffectFacts) => ok({ value: kinds[cause], source: cause }),
);

const decided = fact(info('effect.decided', '决定月份', 'Month of the decision', article, 'month'), ({ on }) =>
  ok({ value: monthOf(on), source: `决定日期 ${on}` }),
);

/** Of what happened: its month; of a decision undone: the month from which it held. */
const happened = fact(
  info('effect.happened', '发生月份', 'Month in which it happened', article, 'month'),
  ({ effect, on }: EffectFacts) => {
    if (effect.cause === 'undone') return ok({ value: effect.heldFrom, source: '被撤销决定的起始月份' });
    const day = 'on' in effect ? effect.on : on;
    return ok({ value: monthOf(day), source: `发生日期 ${day}` });
  },
);

const after = (month: PlainMonth, from: 'next' | 'same') => (from === 'next' ? addMonths(month, 1) : month);

const monthFrom: Rule<EffectFacts, PlainMonth> = choose(kind, {
  more: rule(
    monthInfo,
    { decided, from: fromPolicy('payment.firstMonth', 'code', 'From the next month or the same') },
    ({ decided, from }) => after(decided, from),
  ),
  cut: rule(
    monthInfo,
    { decided, from: fromPolicy('change.cutFrom', 'code', 'From the next month or the same') },
    ({ decided, from }) => after(decided, from),
  ),
  event: rule(
    monthInfo,
    { happened, from: fromPolicy('change.eventFrom', 'code', 'From the next month or the same') },
    ({ happened, from }) => after(happened, from),
  ),
  undone: rule(monthInfo, { happened }, ({ happened }) => happened),
});

/** From which month a change of the benefit holds that is decided on a day, and why. */
export function effectiveMonth(
  effect: EffectCause,
  decidedOn: PlainDate,
  policy: PolicyLookup,
): Outcome<Explanation<PlainMonth>, PolicyMissing | RuleNotInForce> {
  return monthFrom({ on: decidedOn, policy, effect });
}

/** What a change in the family brings about from its own day and not from the decision; undefined: nothing reaches back. */
export function reachingBack(change: HouseholdChange): Extract<EffectCause, { on: PlainDate }> | undefined {
  switch (change.kind) {
    case 'memberDied':
      return { cause: 'died', on: change.on };
    case 'imprisoned':
    case 'movedOut':
      return { cause: change.kind, on: change.on };
    default:
      return undefined;
  }
}
