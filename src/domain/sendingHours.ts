import {
  addWorkingDays,
  businessDateOf,
  type Calendar,
  firstMoment,
  isWorkingDay,
  type PlainDate,
} from './calendar.ts';
import type { DivisionCode } from './case/ids.ts';
import { type PolicyBook, policyOn } from './policy.ts';

/** Between which hours of a working day people may be written to: from the first on, until before the second. Dated policy. */
export interface SendingHours {
  readonly from: number;
  readonly until: number;
}

/** The hours of a division, as set on a day. Undefined: nobody has set them, and nothing may be sent. */
export function sendingHoursOn(book: PolicyBook, division: DivisionCode, on: PlainDate): SendingHours | undefined {
  const from = policyOn(book, 'messages.from', division, on, on);
  const until = policyOn(book, 'messages.until', division, on, on);
  return from.ok && until.ok ? { from: from.value.value, until: until.value.value } : undefined;
}

/**
 * The first instant from `now` on (ms, business time) at which people may be written to. Nobody is written to at night
 * or on a rest day.
 *
 * @example mayGoAt(friday at 21:00, { from: 8, until: 20 }, calendar) // Monday at 8:00
 */
export function mayGoAt(now: number, { from, until }: SendingHours, calendar: Calendar): number {
  const today = businessDateOf(now);
  if (isWorkingDay(today, calendar) && now < atHour(today, until)) return Math.max(now, atHour(today, from));
  return atHour(addWorkingDays(today, 1, calendar).date, from);
}

/** An hour of a business day, ms since the epoch. */
export function atHour(date: PlainDate, hour: number): number {
  return firstMoment(date) + hour * 3_600_000;
}
