import { readOverpaid } from '../../src/db/payments/overpaid.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';

/** What was overpaid as the payment record says it today, and what the decision makes of it. */
export async function recoveryDecided(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  draft: Extract<Draft, { type: 'recoveryDecided' }>,
): Promise<CaseEvent> {
  const decided = (await readDecisionsOf(tx, cipher, state.caseId, ['decideRecovery'])).at(-1);
  const { ground = '', instalments = 1, fineFen = 0 } = decided?.content ?? {};
  return {
    ...draft,
    ground: String(ground),
    months: await readOverpaid(tx, state.caseId),
    fineFen: Number(fineFen),
    instalments: Number(instalments),
    waived: decided?.outcome !== 'recover',
  };
}
