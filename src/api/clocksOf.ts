import type { Clock } from '../contracts/http/cases.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import type { Tx } from '../db/pool.ts';
import { readClocks } from '../db/queries/caseFile.ts';
import { businessDateOf, daysLeft } from '../domain/calendar.ts';
import type { PolicySource } from '../policy/source.ts';

/** The periods of a case, each with what is left of it today, counted on the published lists of rest days. */
export async function clocksOf(tx: Tx, policy: PolicySource, caseId: string): Promise<Clock[]> {
  const { calendar } = await policy.read(tx);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  return (await readClocks(tx, caseId)).map((clock) => {
    const unit = clock.limit.unit === 'workingDays' ? 'workingDays' : 'days';
    const runs = clock.status === 'running' || clock.status === 'passed';
    return { ...clock, left: runs ? { length: daysLeft({ dueOn: clock.dueOn, unit }, today, calendar), unit } : null };
  });
}
