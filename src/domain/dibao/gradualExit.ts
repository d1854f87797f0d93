import { addMonths, firstMonthAfter, type PlainDate, type PlainMonth } from '../calendar.ts';
import { type Fen, fen } from '../money.ts';
import { type Outcome, ok } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import type { ExitCause } from '../policyTables.ts';
import { type Explanation, fact, forEach, type RuleNotInForce, rule } from '../rules.ts';
import { exitBase, type Slot, type SlotFacts } from './exitAmount.ts';
import { type ExitFacts, type ExitReason, exitArticle, monthsGranted, reasonsAgainstExit } from './exitConditions.ts';
import { info } from './facts.ts';
import type { AssessmentInput } from './input.ts';
import { prepared } from './prepared.ts';
import { topUpOn } from './topup.ts';

/** A family whose income rose above the standard, as it is now, and what it was paid before. */
export interface ExitRequest {
  readonly input: AssessmentInput;
  readonly cause: ExitCause;
  /** The base component of the benefit before, a month. */
  readonly baseBefore: Fen;
  readonly decidedOn: PlainDate;
  /** Where the place offers several numbers of months. */
  readonly months?: number;
}

/** Months that are paid the same, first and last included. A component of nothing is left out. */
export interface ExitPeriod {
  readonly monthFrom: PlainMonth;
  readonly monthTo: PlainMonth;
  readonly components: readonly { readonly component: 'base' | 'topup'; readonly fenPerMonth: Fen }[];
}

/** The schedule of a gradual exit, or why there is none. */
export interface GradualExit {
  /** Empty exactly where a gradual exit may be granted. */
  readonly reasons: readonly ExitReason[];
  /** One after the other without a gap, from the month after the decision; none where it may not be granted. */
  readonly periods: readonly ExitPeriod[];
  readonly explanation: Explanation;
  /** Every dated value the calculation asked for: with the request, enough to repeat it. */
  readonly policyUsed: readonly PolicyValue[];
}

type WithSlots = ExitFacts & { readonly slots: readonly Slot[] };

/** What some months of the exit bring, the top-up reckoned anew for the members who remain. */
const period = rule(
  info('exit.period', '渐退阶段', 'Some months of the exit', exitArticle, 'components'),
  {
    slot: fact(info('exit.slot', '起止月份', 'First and last month', exitArticle, 'list'), ({ item }: SlotFacts) =>
      ok({ value: [item.monthFrom, item.monthTo] as const, source: '决定次月起' }),
    ),
    base: exitBase,
    topUp: topUpOn<SlotFacts>(exitBase),
  },
  ({ slot: [monthFrom, monthTo], base, topUp }) => ({ monthFrom, monthTo, base, topUp }),
);

const schedule = forEach(
  info('exit.schedule', '渐退期发放计划', 'Schedule of the exit', exitArticle, 'list'),
  ({ slots }: WithSlots) => slots,
  period,
  (periods: readonly { readonly monthFrom: string; readonly monthTo: string; base: number; topUp: number }[]) =>
    periods,
);

const granted = rule(
  info('exit', '渐退', 'Gradual exit', exitArticle, 'list'),
  { reasonsAgainstExit, monthsGranted, schedule },
  ({ schedule }) => schedule,
);

/**
 * Whether a family that has grown out of the benefit may leave it gradually (渐退, MCA-57 art. 33), and what it is paid in
 * which months. Pure and exact; refuses where a dated value is missing.
 */
export function gradualExit(
  { input, cause, baseBefore, decidedOn, months: monthsAsked }: ExitRequest,
  policy: PolicyLookup,
): Outcome<GradualExit, PolicyMissing | RuleNotInForce> {
  const ready = prepared(input, policy);
  if (!ready.ok) return ready;
  const { facts, used } = ready.value;
  const asked: ExitFacts = { ...facts, cause, baseBefore, ...(monthsAsked === undefined ? {} : { monthsAsked }) };

  const against = reasonsAgainstExit(asked);
  if (!against.ok) return against;
  const { value: reasons } = against.value;
  if (reasons.length > 0) return ok({ reasons, periods: [], explanation: against.value, policyUsed: used() });

  const months = monthsGranted(asked);
  if (!months.ok) return months;
  const percents = stepsOf(asked);
  if (!percents.ok) return percents;
  const slots = slotsOf(firstMonthAfter(decidedOn), months.value.value, percents.value);
  const exit = granted({ ...asked, slots });
  if (!exit.ok) return exit;
  return ok({
    reasons,
    periods: exit.value.value.map(({ monthFrom, monthTo, base, topUp }) => ({
      monthFrom,
      monthTo,
      components: [
        ...(base > 0 ? [{ component: 'base' as const, fenPerMonth: fen(base) }] : []),
        ...(topUp > 0 ? [{ component: 'topup' as const, fenPerMonth: fen(topUp) }] : []),
      ],
    })),
    explanation: exit.value,
    policyUsed: used(),
  });
}

/** The shares by which the place steps down; where it does not, one share of all. */
function stepsOf({ policy }: ExitFacts): Outcome<readonly number[], PolicyMissing> {
  const by = policy('grace.amountRule');
  if (!by.ok) return by;
  if (by.value.value !== 'stepped') return ok([100]);
  const steps = policy('grace.steps');
  return steps.ok ? ok(steps.value.value) : steps;
}

/** So many months spread over the shares as evenly as they go; what does not go evenly favours the family. */
function slotsOf(first: PlainMonth, months: number, percents: readonly number[]): readonly Slot[] {
  const begins = (step: number) => Math.ceil((step * months) / percents.length);
  return percents.flatMap((percent, step) => {
    const [from, to] = [begins(step), begins(step + 1)];
    if (from === to) return [];
    return { monthFrom: addMonths(first, from), monthTo: addMonths(first, to - 1), percent };
  });
}
