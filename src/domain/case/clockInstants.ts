import type { CaseState, LiveClock } from './state.ts';

/** When a clock next has something to say: its warning, then its passing. Undefined while paused and after both. */
function instantOf(clock: LiveClock): number | undefined {
  if (clock.pausedOn !== undefined || clock.passed) return undefined;
  return clock.warned || clock.warnAt === undefined ? clock.dueAt : Math.min(clock.warnAt, clock.dueAt);
}

/** The next instant (ms, business time) at which any clock of the case warns or passes. */
export function nextInstant(state: Pick<CaseState, 'clocks'>): number | undefined {
  const instants = Object.values(state.clocks).flatMap((clock) => instantOf(clock) ?? []);
  return instants.length === 0 ? undefined : Math.min(...instants);
}
