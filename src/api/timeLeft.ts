import type { Clock } from '../contracts/http/cases.ts';
import type { ClockNow } from '../db/queries/caseFile.ts';
import { businessDateOf, type Calendar, daysLeft } from '../domain/calendar.ts';

/** The periods of a case, each with what is left of it today, counted on the published lists of rest days. */
export function withTimeLeft(clocks: readonly ClockNow[], calendar: Calendar): Clock[] {
  return clocks.map(({ now, ...clock }) => {
    const runs = clock.status === 'running' || clock.status === 'passed';
    return { ...clock, left: runs ? leftOf(clock, now, calendar) : null };
  });
}

/** Minutes of what runs by the minute, days of everything else. */
function leftOf(
  { limit, dueOn, dueAt }: Pick<Clock, 'limit' | 'dueOn' | 'dueAt'>,
  now: number,
  calendar: Calendar,
): Exclude<Clock['left'], null> {
  if (limit.unit === 'hours' || limit.unit === 'minutes')
    return { length: Math.floor((Date.parse(dueAt) - now) / 60_000), unit: 'minutes' };
  const unit = limit.unit === 'workingDays' ? 'workingDays' : 'days';
  return { length: daysLeft({ dueOn, unit }, businessDateOf(now), calendar), unit };
}
