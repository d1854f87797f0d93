import { addresseeOf } from '../../src/db/case/addressee.ts';
import { divisionName } from '../../src/db/divisions.ts';
import { requestMessage } from '../../src/db/messages.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { publicId } from '../../src/domain/case/ids.ts';
import { textOf } from '../../src/domain/case/messages.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { mayGoAt } from '../../src/domain/sendingHours.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/**
 * A message to the household: written now, sealed as it will be sent, quoted by hash in the journal, and sent when the
 * hour allows. Where the head of the family left no number, the record says so.
 */
export async function messageRequested(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'messageRequested' }>,
): Promise<CaseEvent> {
  const { caseNumber } = await readApplication(tx, cipher, state.caseId);
  const applicant = await addresseeOf(tx, cipher, state);
  const hours = { from: law.value('messages.from'), until: law.value('messages.until') };
  const requestedAt = new Date(law.now);
  const sendFrom = draft.urgent ? requestedAt : new Date(mayGoAt(law.now, hours, law.calendar));
  const contentHash = await requestMessage(tx, cipher, {
    messageId: publicId(state.caseId, draft.key),
    caseId: state.caseId,
    division: state.township,
    kind: draft.message,
    urgent: draft.urgent === true,
    requestedAt,
    sendFrom,
    to: applicant?.phone,
    text: textOf(draft.message, {
      caseNumber,
      applicant: applicant?.name ?? '',
      township: await divisionName(tx, state.township),
    }),
  });
  return applicant?.phone === undefined
    ? { ...draft, notSent: 'noPhone' }
    : { ...draft, sendFrom: sendFrom.toISOString(), contentHash };
}
