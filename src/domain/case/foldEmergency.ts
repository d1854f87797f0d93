import type { CaseEvent } from './events.ts';
import { mark } from './foldTools.ts';
import type { CaseState, EmergencyNow } from './state.ts';

function emergencyOf({ emergency }: CaseState): EmergencyNow {
  return emergency ?? {};
}

/** Help has arrived, and what follows it has begun, wherever the case stands since. */
export function isHelped({ rounds }: CaseState): boolean {
  return rounds.papers !== undefined;
}

export function emergencyOver(state: CaseState, on: string): Partial<CaseState> {
  return { emergency: { ...emergencyOf(state), overOn: on } };
}

export function dutyCalled(state: CaseState, event: Extract<CaseEvent, { type: 'dutyCalled' }>): Partial<CaseState> {
  const dutyCalled = [...(emergencyOf(state).dutyCalled ?? []), ...event.officers];
  const { reached: dutyReached, exhausted: dutyExhausted } = event;
  return {
    done: mark(state, event.key, 'done'),
    emergency: { ...emergencyOf(state), dutyCalled, dutyReached, dutyExhausted },
  };
}
