import { readCalendarYears, readPolicyValues, readPolicyVersion } from '../db/policy.ts';
import type { Tx } from '../db/pool.ts';
import { type Calendar, calendarOf } from '../domain/calendar.ts';
import { type PolicyBook, policyBook } from '../domain/policy.ts';

/** All dated policy and the calendar, as they stand in the database. */
export interface Policy {
  readonly book: PolicyBook;
  readonly calendar: Calendar;
}

export interface PolicySource {
  read(tx: Tx): Promise<Policy>;
}

/** Reads policy once, and again only when its version has changed: one light query a use, whatever the size of the book. */
export function policySource(): PolicySource {
  let known: ({ readonly version: string } & Policy) | undefined;
  return {
    async read(tx) {
      const version = await readPolicyVersion(tx);
      if (known?.version !== version) {
        known = {
          version,
          book: policyBook(await readPolicyValues(tx)),
          calendar: calendarOf(await readCalendarYears(tx)),
        };
      }
      return known;
    },
  };
}
