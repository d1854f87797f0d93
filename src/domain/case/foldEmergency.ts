import type { CaseEvent, Particulars } from './events.ts';
import { mark } from './foldTools.ts';
import type { CaseState, EmergencyNow } from './state.ts';

export function emergencyOf({ emergency }: CaseState): EmergencyNow {
  return emergency ?? { persons: 1, givenFen: 0 };
}

/** How aid is to be given from now on, by whose decision. */
export function aidDecided(
  state: CaseState,
  { kind, outcome, officer }: Extract<CaseEvent, { type: 'taskDecided' }>,
): Partial<CaseState> {
  const byCounty = kind === 'countyAid' ? ({ byCounty: true } as const) : {};
  return {
    emergency: { ...emergencyOf(state), way: outcome, ...byCounty },
    aidGivenBy: [...(state.aidGivenBy ?? []).filter((each) => each !== officer), officer],
  };
}

export function emergencyChanged(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'dutyCalled' | 'aidGiven' }>,
): Partial<CaseState> {
  const done = mark(state, event.key, 'done');
  const emergency = emergencyOf(state);
  if (event.type === 'dutyCalled') {
    const dutyCalled = [...(emergency.dutyCalled ?? []), ...event.officers];
    return {
      done,
      emergency: { ...emergency, dutyCalled, dutyReached: event.reached, dutyExhausted: event.exhausted },
    };
  }
  const { form, amountFen } = event;
  const transfer = form === 'transfer' ? { transfer: { fen: amountFen, stands: 'underWay' } as const } : {};
  return { done, emergency: { ...emergency, givenFen: emergency.givenFen + amountFen, ...transfer } };
}

/** The bank has said what became of a transfer; what it did not carry out was not given. */
export function transferOutcome(state: CaseState, { result }: Particulars): Partial<CaseState> {
  const emergency = emergencyOf(state);
  const fen = emergency.transfer?.fen ?? 0;
  if (result === 'settled') return { emergency: { ...emergency, transfer: { fen, stands: 'settled' } } };
  const stands = result === 'recalled' ? 'recalled' : 'rejected';
  return { emergency: { ...emergency, givenFen: emergency.givenFen - fen, transfer: { fen, stands } } };
}
