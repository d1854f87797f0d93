import { addDays, addMonthsToDate, type PlainDate } from '../calendar.ts';
import type { PolicyLookup } from '../policy.ts';
import type { PolicyKeys } from '../policyKeys.ts';

/** What the law of the day says of who decides temporary aid, and of how much; amounts in fen. */
export interface TemporaryLaw {
  readonly delegated: boolean;
  /** What a township may decide by itself. */
  readonly limitFen: number;
  /** How the place reads its limit (以下): below it, or up to it. */
  readonly reads: PolicyKeys['temporary.townshipLimitReading'];
  readonly capPerPersonFen: number;
  /** The last day on which a stage may open. */
  readonly stagesUntil: string;
  /** What was given since that day counts together with what is given now. */
  readonly togetherSince: string;
  /** 过渡性救助: of the confirmed benefit, how many months at most; absent where the place has not switched it on. */
  readonly bridgingMonths?: number;
}

/** Undefined where the place has not set all of it. */
export function temporaryLaw(lookup: PolicyLookup, today: PlainDate): TemporaryLaw | undefined {
  const delegated = lookup('delegation.temporary');
  const limit = lookup('temporary.townshipLimit');
  const reading = lookup('temporary.townshipLimitReading');
  const multiple = lookup('temporary.capMultiple');
  const months = lookup('temporary.maxMonths');
  const together = lookup('temporary.togetherMonths');
  const bridging = lookup('temporary.bridging');
  const bridgingMonths = lookup('temporary.bridgingMonths');
  const standardFen = monthlyStandardFen(lookup);
  if (!delegated.ok || !limit.ok || !reading.ok || !multiple.ok || !months.ok || !together.ok) return undefined;
  if (standardFen === undefined) return undefined;
  return {
    delegated: delegated.value.value,
    limitFen: limit.value.value,
    reads: reading.value.value,
    capPerPersonFen: standardFen * multiple.value.value,
    stagesUntil: addMonthsToDate(today, months.value.value),
    togetherSince: addDays(addMonthsToDate(today, -together.value.value), 1),
    ...(bridging.ok && bridging.value.value && bridgingMonths.ok ? { bridgingMonths: bridgingMonths.value.value } : {}),
  };
}

/** The urban standard a month: caps of aid are multiples of it, wherever somebody lives. */
export function monthlyStandardFen(lookup: PolicyLookup): number | undefined {
  const standard = lookup('dibao.standard.urban');
  if (!standard.ok) return undefined;
  const { amountFen, per } = standard.value.value;
  return per === 'month' ? amountFen : Math.floor(amountFen / 12);
}
