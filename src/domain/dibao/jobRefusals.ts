import { addMonthsToDate, type PlainDate } from '../calendar.ts';
import { type HouseholdChange, inOrder } from '../case/changes.ts';
import { type Outcome, ok } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing } from '../policy.ts';

/**
 * The members who on a day have lost their own share of the benefit, because they refused suitable work without good
 * reason so many times in a row, where the place says so within so many months (MCA-57 art. 34). Work taken up ends the
 * row and gives the share back. The assessment knows them by the situation `benefitStoppedForRefusals`.
 */
export function stoppedForRefusals(
  changes: readonly HouseholdChange[],
  on: PlainDate,
  policy: PolicyLookup,
): Outcome<readonly number[], PolicyMissing> {
  const [times, window] = [policy('job.refusals'), policy('job.windowMonths')];
  if (!times.ok) return times;
  if (!window.ok) return window;
  const rows = refusedInARow(changes.filter((change) => change.on <= on));
  const stopped = [...rows].filter(([, days]) => tooMany(days, times.value.value, window.value.value));
  return ok(stopped.map(([memberNo]) => memberNo));
}

/** For each member, the days of the refusals since they last took up work; one offer counts once. */
function refusedInARow(changes: readonly HouseholdChange[]): ReadonlyMap<number, readonly PlainDate[]> {
  const rows = new Map<number, Map<string, PlainDate>>();
  for (const { change } of inOrder(changes)) {
    if (change.kind === 'employed') rows.delete(change.memberNo);
    if (change.kind !== 'jobRefused') continue;
    const row = rows.get(change.memberNo) ?? new Map<string, PlainDate>();
    if (!row.has(change.reference)) row.set(change.reference, change.on);
    rows.set(change.memberNo, row);
  }
  return new Map([...rows].map(([memberNo, row]) => [memberNo, [...row.values()]]));
}

/** So many days in a row that lie within the window; a window of 0 months is none. */
function tooMany(days: readonly PlainDate[], times: number, windowMonths: number): boolean {
  return days.some((first, i) => {
    const last = days[i + times - 1];
    return last !== undefined && (windowMonths === 0 || last <= addMonthsToDate(first, windowMonths));
  });
}
