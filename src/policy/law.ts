import { businessDateOf } from '../domain/calendar.ts';
import type { Law } from '../domain/case/deadlines.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import {
  type PolicyKey,
  type PolicyKeys,
  type PolicyLookup,
  type PolicyValue,
  policyLookup,
} from '../domain/policy.ts';
import type { Policy } from './source.ts';

export type { PolicySource } from './source.ts';

/** Today's law for one case, as known today. */
export interface CaseLaw extends Law {
  readonly lookup: PolicyLookup;
  /** The law as it was on a day, as known on that day. */
  lookupOn(day: string): PolicyLookup;
  value<K extends PolicyKey>(key: K): PolicyKeys[K];
}

/** The law of the day in the case's township. A value nobody set stops the record, and the case waits for it. */
export function lawIn({ book, calendar }: Policy, township: DivisionCode, now: number): CaseLaw {
  const today = businessDateOf(now);
  const lookup = policyLookup(book, township, today, today);
  const found = <K extends PolicyKey>(key: K): PolicyValue<K> => {
    const answer = lookup(key);
    if (!answer.ok) throw new PolicyMissingError(key, township, today);
    return answer.value;
  };
  const value: CaseLaw['value'] = (key) => found(key).value;
  return {
    now,
    calendar,
    lookup,
    lookupOn: (day) => policyLookup(book, township, day, day),
    value,
    delegated: value('delegation.dibao'),
    warnWorkingDays: value('warn.workingDays'),
    moveToWorkingDay: value('days.moveToWorkingDay'),
    limit: (key) => {
      const { value: length, unit, ground, level, runningClocks } = found(key);
      return { value: Number(length), unit, ground, level, ...(runningClocks ? { runningClocks } : {}) };
    },
  };
}

/** Nobody has set a value that a case needs today. Not a refusal: data is missing, and the case goes on when it is there. */
export class PolicyMissingError extends Error {
  override readonly name = 'PolicyMissing';
  constructor(key: PolicyKey, division: string, on: string) {
    super(
      `No value of ${key} is set for ${division} on ${on}; add it to counties/*.yaml with its legal ground, and reload`,
    );
  }
}

/** Why no law could be applied, as what the case waits for. */
export function missing(
  refusal: { readonly code: string; readonly key?: PolicyKey },
  division: string,
  on: string,
): Error {
  if (refusal.key) return new PolicyMissingError(refusal.key, division, on);
  return new Error(`No rule is in force on ${on}`);
}
