import { addMonthsToDate, type PlainDate } from '../calendar.ts';
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
}

/** Undefined where the place has not set all of it. */
export function temporaryLaw(lookup: PolicyLookup, today: PlainDate): TemporaryLaw | undefined {
  const delegated = lookup('delegation.temporary');
  const limit = lookup('temporary.townshipLimit');
  const reading = lookup('temporary.townshipLimitReading');
  const multiple = lookup('temporary.capMultiple');
  const months = lookup('temporary.maxMonths');
  const standardFen = monthlyStandardFen(lookup);
  if (!delegated.ok || !limit.ok || !reading.ok || !multiple.ok || !months.ok || standardFen === undefined)
    return undefined;
  return {
    delegated: delegated.value.value,
    limitFen: limit.value.value,
    reads: reading.value.value,
    capPerPersonFen: standardFen * multiple.value.value,
    stagesUntil: addMonthsToDate(today, months.value.value),
  };
}

/** The urban standard a month: caps of aid are multiples of it, wherever somebody lives. */
export function monthlyStandardFen(lookup: PolicyLookup): number | undefined {
  const standard = lookup('dibao.standard.urban');
  if (!standard.ok) return undefined;
  const { amountFen, per } = standard.value.value;
  return per === 'month' ? amountFen : Math.floor(amountFen / 12);
}
