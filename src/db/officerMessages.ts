import type { CaseId, Key } from '../domain/case/ids.ts';
import { requestMessage } from './messages.ts';
import { type Contact, openPhone } from './officerContacts.ts';
import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

export interface OfficerMessage {
  readonly caseId: CaseId;
  /** What in the case has the officer written to: once for it, however often it is asked. */
  readonly key: Key;
  readonly to: Contact;
  readonly kind: string;
  readonly at: Date;
  /** About the case, without anything about a person. */
  readonly text: string;
}

/**
 * Writes to an officer about a case at once, at night and on rest days too. It is no message of the case: its receipt is
 * not the case's to wait for. False where the officer cannot be reached: the phone was taken away after the duty was set.
 */
export async function requestOfficerMessage(tx: Tx, cipher: Cipher, message: OfficerMessage): Promise<boolean> {
  const { caseId, key, to: contact, kind, at, text } = message;
  const { officer, division } = contact;
  const to = await openPhone(tx, cipher, contact);
  // The gateway gets to know our id of a message, and neither the case nor the officer.
  const messageId = `officer:${cipher.keyedHash([caseId, key, officer].join(' '))}`;
  const { rowCount } = await tx.query(
    `insert into officer_message (case_id, key, officer, division, message_id) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [caseId, key, officer, division, messageId],
  );
  if (rowCount === 1)
    await requestMessage(tx, cipher, {
      messageId,
      caseId: undefined,
      division,
      kind,
      urgent: true,
      requestedAt: at,
      sendFrom: at,
      to,
      text,
    });
  return to !== undefined;
}
