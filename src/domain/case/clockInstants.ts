import type { Key } from './ids.ts';
import type { CaseState, LiveClock } from './state.ts';

/** What a clock has to say next, and when (ms, business time). */
export interface Ring {
  readonly key: Key;
  readonly at: number;
  readonly says: 'clockWarned' | 'clockPassed';
}

/** A clock warns, then passes. One that is paused is silent, and one that has passed has said all it had to say. */
export function ringOf(key: Key, { pausedOn, passed, warned, warnAt, dueAt }: LiveClock): Ring | undefined {
  if (pausedOn !== undefined || passed) return undefined;
  return warned || warnAt === undefined || warnAt >= dueAt
    ? { key, at: dueAt, says: 'clockPassed' }
    : { key, at: warnAt, says: 'clockWarned' };
}

/** What any clock of the case has to say next. */
export function nextRing({ clocks }: Pick<CaseState, 'clocks'>): Ring | undefined {
  return Object.entries(clocks)
    .flatMap(([key, clock]) => ringOf(key as Key, clock) ?? [])
    .reduce<Ring | undefined>((first, ring) => (first && first.at <= ring.at ? first : ring), undefined);
}
