import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** The next on call are written to at once, also at night. */
export async function dutyCalled(
  _tx: Tx,
  _cipher: Cipher,
  _law: CaseLaw,
  _state: CaseState,
  draft: Extract<Draft, { type: 'dutyCalled' }>,
): Promise<CaseEvent> {
  return { ...draft, officers: [], exhausted: true };
}
