import { randomUUID } from 'node:crypto';
import { addBankAccount } from '../../src/db/bankAccounts.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionContent } from '../../src/db/sealed.ts';
import type { DeclaredAccount } from '../../src/domain/case/declaration.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';

/** A new version of the account money goes to; the ones before stay. */
export async function changeAccount(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  { key, commandId, contentHash, officer }: Extract<Draft, { type: 'taskDecided' }>,
): Promise<CaseEvent> {
  const { account } = (await readDecisionContent(tx, cipher, commandId)) as { account: DeclaredAccount };
  await addBankAccount(tx, cipher, {
    accountId: randomUUID(),
    caseId: state.caseId,
    division: state.township,
    setBy: officer,
    account,
  });
  return { type: 'accountChanged', key: `${key}.1` as typeof key, commandId, contentHash };
}
