import { canonical } from '../../src/db/case/journal.ts';
import type { Tx } from '../../src/db/pool.ts';
import { readDocuments } from '../../src/db/queries/caseFile.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';

/** What a department is sent: the agenda, the day, and the attachments meant for it, the file of each by its hash. */
export async function papersSent(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  draft: Extract<Draft, { type: 'papersSent' }>,
): Promise<CaseEvent> {
  const { content } = (await readDecisionsOf(tx, cipher, state.caseId, ['conveneMeeting'])).at(-1) ?? {};
  if (!content) throw new Error('Papers are sent for a meeting that nobody called');
  const departments = content.departments as readonly { department: string; papers: readonly string[] }[];
  const wanted = departments.find(({ department }) => department === draft.department)?.papers ?? [];
  const papers = (await readDocuments(tx, undefined, state.caseId)).filter(({ documentId }) =>
    wanted.includes(documentId),
  );
  const documents = papers.map(({ documentId }) => documentId);
  const sha256 = papers.map((paper) => paper.sha256);
  const { agenda, meetingOn, why } = content;
  const whole = canonical({ department: draft.department, agenda, meetingOn, why, sha256 });
  return { ...draft, documents, sha256, contentHash: cipher.keyedHash(whole) };
}
