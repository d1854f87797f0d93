import type { CaseMessage } from '../../contracts/http/messages.ts';
import type { MessageKind } from '../../domain/case/events.ts';
import { messageNames } from '../../domain/case/names.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** What a household was written; the texts only for those who may read them. */
export async function readMessages(tx: Tx, cipher: Cipher | undefined, caseId: string): Promise<CaseMessage[]> {
  const { rows } = await tx.query('select * from message where case_id = $1 order by requested_at, message_id', [
    caseId,
  ]);
  return rows.map((row) => ({
    messageId: row.message_id,
    kind: row.kind,
    title: messageNames[row.kind as MessageKind],
    urgent: row.urgent,
    status: row.status,
    reason: row.reason,
    requestedAt: row.requested_at.toISOString(),
    sendFrom: row.send_from.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
    text: cipher && row.sealed ? JSON.parse(cipher.open(row.sealed, `message:${row.message_id}`)).text : null,
    contentHash: row.content_hash,
  }));
}
