import { randomUUID } from 'node:crypto';
import type { FactMessage } from '../../workflows/messages.ts';
import { canonical } from '../db/case/journal.ts';
import { storeFact } from '../db/inbox/facts.ts';
import { type MessageOutcome, readMessage, settleMessage } from '../db/messages.ts';
import type { Tx } from '../db/pool.ts';
import type { Cipher } from '../db/sealed.ts';
import { type CaseId, parsePublicId } from '../domain/case/ids.ts';

export interface SaidOfMessage {
  readonly messageId: string;
  /** The gateway's own id of this statement: said twice it is one. */
  readonly receiptId: string;
  readonly outcome: MessageOutcome;
}

export interface OutcomeStored {
  /** False for what was known. */
  readonly isNew: boolean;
  /** The case to be told, and what; a digest has none. */
  readonly toTell?: { readonly caseId: CaseId; readonly fact: FactMessage };
}

/**
 * Stores what became of a message: with the message itself, which outlives its case, and as a fact of the case for its
 * journal. Undefined: no such message is ours.
 */
export async function storeMessageOutcome(
  tx: Tx,
  cipher: Cipher,
  { messageId, receiptId, outcome }: SaidOfMessage,
): Promise<OutcomeStored | undefined> {
  const message = await readMessage(tx, messageId);
  if (!message) return undefined;
  const settled = await settleMessage(tx, messageId, outcome);
  const { caseId, division, kind } = message;
  const key = parsePublicId(messageId)?.key;
  if (!caseId || !key) return { isNew: settled };

  const factId = randomUUID();
  const name = 'messageReceipt';
  const payload = { message: kind, of: key, ...outcome };
  const isNew = await storeFact(tx, {
    factId,
    caseId,
    division,
    name,
    factKey: key,
    source: 'messageGateway',
    sourceId: receiptId,
    payload,
    sealed: undefined,
    contentHash: cipher.contentHash(canonical(payload), caseId),
  });
  return isNew ? { isNew, toTell: { caseId, fact: { factId, name, key } } } : { isNew };
}
