import { type OutcomeStored, storeMessageOutcome } from '../commands/messageOutcome.ts';
import { type MessageReceipt, messageCallbackKeyId } from '../contracts/messages.ts';
import { inDivision } from '../db/pool.ts';
import { rememberCallback } from '../db/queries/callbacks.ts';
import { nationalDivision } from '../domain/policy.ts';
import type { ApiDeps } from './deps.ts';

/** Stores a delivery receipt (短信回执). The nonce is remembered in the same transaction: see `takeReport`. */
export function takeReceipt(
  { pool, cipher }: ApiDeps,
  { messageId, receiptId, ...said }: MessageReceipt,
  replayKey: string,
): Promise<OutcomeStored | 'callbackReplayed' | 'notFound'> {
  return inDivision(pool, nationalDivision, async (tx) => {
    if (!(await rememberCallback(tx, messageCallbackKeyId, replayKey))) return 'callbackReplayed';
    const outcome =
      said.status === 'delivered' ? { status: said.status } : { status: said.status, reason: said.reason };
    return (await storeMessageOutcome(tx, cipher, { messageId, receiptId, outcome })) ?? 'notFound';
  });
}
