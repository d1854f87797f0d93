import { randomUUID } from 'node:crypto';
import type { FactMessage } from '../../workflows/messages.ts';
import { canonical } from '../db/case/journal.ts';
import { endTransfer, type TransferEnd, type TransferOnFile } from '../db/emergency/instantTransfers.ts';
import { storeFact } from '../db/inbox/facts.ts';
import type { Tx } from '../db/pool.ts';
import type { Cipher } from '../db/sealed.ts';
import { type Key, parsePublicId } from '../domain/case/ids.ts';

type Whose = Pick<TransferOnFile, 'transferId' | 'caseId' | 'division'>;

/** The bank's final word on a transfer, with the transfer and as a fact of its case. Returns what the case is to be told; nothing for what was known or contradicts it. */
export async function storeTransferOutcome(
  tx: Tx,
  cipher: Cipher,
  of: Whose,
  end: TransferEnd,
): Promise<FactMessage | undefined> {
  if (!(await endTransfer(tx, of.transferId, end))) return undefined;
  return storeTransferFact(tx, cipher, of, end);
}

/** The same for one that ended without the bank: it was called off before it left. */
export async function storeTransferFact(
  tx: Tx,
  cipher: Cipher,
  { transferId, caseId, division }: Whose,
  { result, reason }: TransferEnd,
): Promise<FactMessage | undefined> {
  const key = parsePublicId(transferId)?.key.replace('transferNow', 'transferOutcome') as Key | undefined;
  if (!key) return undefined;
  const payload = { transferId, result, ...(reason ? { reason } : {}) };
  const fact = { factId: randomUUID(), name: 'transferOutcome', key };
  const isNew = await storeFact(tx, {
    factId: fact.factId,
    caseId,
    division,
    name: fact.name,
    factKey: key,
    source: 'bank',
    sourceId: `${transferId}:${result}`,
    payload,
    sealed: undefined,
    contentHash: cipher.contentHash(canonical(payload), caseId),
  });
  return isNew ? fact : undefined;
}
