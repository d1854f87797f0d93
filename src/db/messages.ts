import type { CaseId } from '../domain/case/ids.ts';
import { requestEffect } from './outbox.ts';
import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

/** A text to be sent. Without a phone it stays unsent, and says so. */
export interface NewMessage {
  /** Unique to what is said: the same id is the same message, however often it is sent. */
  readonly messageId: string;
  readonly caseId: CaseId | undefined;
  readonly division: string;
  readonly kind: string;
  readonly urgent: boolean;
  readonly requestedAt: Date;
  /** Business time; before it the message waits. */
  readonly sendFrom: Date;
  readonly to: string | undefined;
  readonly text: string;
}

/** Stores a message, and its sending in the outbox, in the transaction that asks for it. Returns the text's keyed hash. */
export async function requestMessage(tx: Tx, cipher: Cipher, message: NewMessage): Promise<string> {
  const { messageId, caseId, division, kind, urgent, requestedAt, sendFrom, to, text } = message;
  const contentHash = caseId ? cipher.contentHash(text, caseId) : cipher.keyedHash(text);
  const noPhone = to === undefined;
  await tx.query(
    `insert into message (message_id, case_id, division, kind, urgent, requested_at, send_from, status, reason, settled_at, sealed, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      messageId,
      caseId ?? null,
      division,
      kind,
      urgent,
      requestedAt,
      sendFrom,
      noPhone ? 'undeliverable' : 'requested',
      noPhone ? 'noPhone' : null,
      noPhone ? requestedAt : null,
      cipher.seal(JSON.stringify({ to, text }), `message:${messageId}`),
      contentHash,
    ],
  );
  if (!noPhone) {
    const call = { outboxId: messageId, caseId, division, effect: 'sendMessage' as const };
    await requestEffect(tx, { ...call, at: requestedAt, notBefore: sendFrom });
  }
  return contentHash;
}

export interface MessageToSend {
  readonly division: string;
  readonly urgent: boolean;
  readonly to: string;
  readonly text: string;
}

/** To whom a message goes, and its text, opened. */
export async function openMessage(tx: Tx, cipher: Cipher, messageId: string): Promise<MessageToSend> {
  const { rows } = await tx.query<{ division: string; urgent: boolean; sealed: string }>(
    'select division, urgent, sealed from message where message_id = $1',
    [messageId],
  );
  const { division, urgent, sealed } = rows[0]!;
  return { division, urgent, ...JSON.parse(cipher.open(sealed, `message:${messageId}`)) };
}

/** The gateway has taken it. Its receipt may have been quicker. */
export async function messageSent(tx: Tx, messageId: string): Promise<void> {
  await tx.query(
    `update message set status = case status when 'requested' then 'sent' else status end, sent_at = coalesce(sent_at, business_now())
     where message_id = $1`,
    [messageId],
  );
}

export type MessageOutcome =
  | { readonly status: 'delivered' }
  | { readonly status: 'failed' | 'undeliverable'; readonly reason: string };

/** What became of a message. What was delivered once was delivered, whatever is said later; true where this is news. */
export async function settleMessage(tx: Tx, messageId: string, outcome: MessageOutcome): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update message set status = $2, reason = $3, settled_at = business_now()
     where message_id = $1 and status <> 'delivered' and (status, reason) is distinct from ($2, $3)`,
    [messageId, outcome.status, 'reason' in outcome ? outcome.reason : null],
  );
  return rowCount === 1;
}

/** Whose message it is; undefined for one that is not ours. */
export async function readMessage(
  tx: Tx,
  messageId: string,
): Promise<{ caseId: CaseId | undefined; division: string; kind: string } | undefined> {
  const { rows } = await tx.query('select case_id, division, kind from message where message_id = $1', [messageId]);
  return rows[0] && { caseId: rows[0].case_id ?? undefined, division: rows[0].division, kind: rows[0].kind };
}
