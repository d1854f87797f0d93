import { policyVersion, readCalendarYears, readPolicyValues } from '../db/policy.ts';
import type { Tx } from '../db/pool.ts';
import { ask } from '../db/questions.ts';
import { type Calendar, calendarOf } from '../domain/calendar.ts';
import { type PolicyBook, policyBook } from '../domain/policy.ts';

/** All dated policy and the calendar, as they stand in the database. */
export interface Policy {
  readonly book: PolicyBook;
  readonly calendar: Calendar;
}

export interface PolicySource {
  read(tx: Tx): Promise<Policy>;
  /** The same where its version has been asked for beside something else. */
  at(tx: Tx, version: string): Promise<Policy>;
}

/** Reads policy once, and again only when its version has changed: one light query a use, whatever the size of the book. */
export function policySource(): PolicySource {
  let known: ({ readonly version: string } & Policy) | undefined;
  async function at(tx: Tx, version: string): Promise<Policy> {
    if (known?.version !== version) {
      known = {
        version,
        book: policyBook(await readPolicyValues(tx)),
        calendar: calendarOf(await readCalendarYears(tx)),
      };
    }
    return known;
  }
  return {
    at,
    read: async (tx) => at(tx, (await ask(tx, 'policy version', { version: policyVersion })).version),
  };
}
