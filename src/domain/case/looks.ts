import { type CaseState, clockOf, type LookCause } from './state.ts';

/** Why the family is to be looked at now; undefined: there is no reason to. What somebody said goes before what time brings. */
export function lookDue(state: CaseState): LookCause | undefined {
  if (state.changesToLookAt) return 'change';
  if (state.redo) return 'redo';
  if (state.reportUnweighed) return 'report';
  if (clockOf(state, 'gradualExit')?.clock.passed) return 'exitOver';
  if (clockOf(state, 'suspension')?.clock.passed) return 'suspensionOver';
  const review = clockOf(state, 'review')?.clock;
  return review?.warned || review?.passed ? 'review' : undefined;
}

/** Proposals that take something from the family: it is told and heard first (SAL-2026 art. 48). */
export function cuts(proposal: string): boolean {
  return ['lower', 'gradualExit', 'stop', 'succeed'].includes(proposal);
}
