import { readBusinessClock } from '../db/businessClock.ts';
import type { Tx } from '../db/pool.ts';
import { countTasks } from '../db/queries/digest.ts';
import { addWorkingDays, businessDateOf, lastMoment } from '../domain/calendar.ts';
import type { Count, Digest, Seat } from '../domain/digest.ts';
import { policyOn } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';
import { confirmingFor } from './lawOfTheDay.ts';

/** What there is to do at a seat as of now. Soon is what clocks warn of: within the days that policy sets for warnings. */
export async function digestOf(tx: Tx, source: PolicySource, seat: Seat): Promise<Digest> {
  const { book, calendar } = await source.read(tx);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const warns = policyOn(book, 'warn.workingDays', seat.division, today, today);
  const withinWorkingDays = warns.ok ? warns.value.value : 0;
  const until = addWorkingDays(today, withinWorkingDays, calendar).date;
  const confirming = seat.role === 'county_officer' ? await confirmingFor(tx, source, seat.division) : [];
  const kinds = await countTasks(tx, seat, new Date(lastMoment(until) + 1), confirming);
  const sum = (of: keyof Count) => kinds.reduce((total, each) => total + each[of], 0);
  return { ...seat, withinWorkingDays, open: sum('open'), dueSoon: sum('dueSoon'), overdue: sum('overdue'), kinds };
}
