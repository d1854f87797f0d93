import type { CaseEvent, Particulars } from './events.ts';
import { mark } from './foldTools.ts';
import type { AidNow, CaseState } from './state.ts';

export function aidOf({ aid }: CaseState): AidNow {
  return aid ?? { persons: 1, givenFen: 0 };
}

/** How aid is to be given from now on, by whose decision. */
export function aidDecided(
  state: CaseState,
  { kind, outcome, officer }: Extract<CaseEvent, { type: 'taskDecided' }>,
): Partial<CaseState> {
  const byCounty = kind === 'countyAid' ? ({ byCounty: true } as const) : {};
  return {
    aid: { ...aidOf(state), way: outcome, ...byCounty },
    aidGivenBy: [...(state.aidGivenBy ?? []).filter((each) => each !== officer), officer],
  };
}

export function aidGiven(state: CaseState, event: Extract<CaseEvent, { type: 'aidGiven' }>): Partial<CaseState> {
  const { form, amountFen } = event;
  const aid = aidOf(state);
  const transfer = form === 'transfer' ? { transfer: { fen: amountFen, stands: 'underWay' } as const } : {};
  return {
    done: mark(state, event.key, 'done'),
    aid: { ...aid, givenFen: aid.givenFen + amountFen, ...transfer },
  };
}

/** The bank has said what became of a transfer; what it did not carry out was not given. */
export function transferOutcome(state: CaseState, { result }: Particulars): Partial<CaseState> {
  const aid = aidOf(state);
  const fen = aid.transfer?.fen ?? 0;
  if (result === 'settled') return { aid: { ...aid, transfer: { fen, stands: 'settled' } } };
  const stands = result === 'recalled' ? 'recalled' : 'rejected';
  return { aid: { ...aid, givenFen: aid.givenFen - fen, transfer: { fen, stands } } };
}
