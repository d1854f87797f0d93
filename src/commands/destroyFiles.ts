import { readBusinessClock } from '../db/businessClock.ts';
import { lockCase } from '../db/case/journal.ts';
import { destroyContents } from '../db/keeping/destroyContents.ts';
import {
  type BytesToRemove,
  bytesToRemove,
  closeList,
  destroyedInAll,
  isContentNeeded,
  lockContent,
  markDestroyed,
  noteRemoved,
} from '../db/keeping/destruction.ts';
import { readFile } from '../db/keeping/files.ts';
import { appendListEvent, lockKeeping } from '../db/keeping/journal.ts';
import { filesLeft, readListNow, takeOff } from '../db/keeping/lists.ts';
import { inTransaction, type Pool, type Tx } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId, DivisionCode } from '../domain/case/ids.ts';
import type { ListId } from '../domain/keeping/list.ts';
import { whatKeeps } from '../domain/keeping/whatKeeps.ts';
import { policyOn } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';

export interface DestroyDeps {
  /** Connects as doudi_worker. */
  readonly pool: Pool;
  readonly policy: PolicySource;
  /** Removes the bytes of a document; those that are not there are removed. */
  readonly documents: { remove(sha256: string): Promise<void> };
}

const actor = 'system';

/**
 * Carries out a released list: file by file, each in one transaction; then the bytes of documents, which no transaction
 * holds; then the list is done. Whatever dies in between, the next one goes on where it stood, and any number may try.
 */
export async function destroyFiles(deps: DestroyDeps, listId: ListId): Promise<void> {
  for (const caseId of await inTransaction(deps.pool, (tx) => filesLeft(tx, listId)))
    await inTransaction(deps.pool, (tx) => destroyFile(tx, deps.policy, listId, caseId));
  for (const bytes of await inTransaction(deps.pool, (tx) => bytesToRemove(tx, listId)))
    await inTransaction(deps.pool, (tx) => removeBytes(tx, deps.documents, bytes));
  await inTransaction(deps.pool, (tx) => finish(tx, listId));
}

/** Destroys one file, unless something keeps it by now: then it comes off the list. */
async function destroyFile(tx: Tx, policy: PolicySource, listId: ListId, caseId: CaseId): Promise<void> {
  await lockCase(tx, caseId);
  const seen = await readFile(tx, caseId);
  if (!seen) throw new Error('A file is on a list and not in the record');
  await lockKeeping(tx, seen.county);
  const file = (await readFile(tx, caseId))!;
  if (file.listId !== listId || file.destroyed) return; // it was taken off, or somebody else was faster
  const [keptBy] = await keptToday(tx, policy, file);
  if (keptBy) {
    await takeOff(tx, listId, { caseId, by: actor, why: keptBy });
    const event = { type: 'takenOff' as const, caseId, why: keptBy };
    await appendListEvent(tx, { listId, actor, event, key: `takenOff:${caseId}` });
    return;
  }
  const destroyed = await destroyContents(tx, caseId);
  await markDestroyed(tx, listId, caseId, destroyed);
  const event = { type: 'destroyed' as const, caseId, caseNumber: file.caseNumber, ...destroyed };
  await appendListEvent(tx, { listId, actor, event, key: `destroyed:${caseId}` });
}

async function keptToday(tx: Tx, policy: PolicySource, file: Awaited<ReturnType<typeof readFile>> & object) {
  const { book } = await policy.read(tx);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const years = policyOn(book, 'archive.yearsAfterStop', file.county as DivisionCode, today, today);
  if (!years.ok) throw new Error('Policy does not say how long files are kept');
  return whatKeeps(file, today, years.value.value);
}

/** The same content may be another file's, too: then its bytes stay, and this file's document is gone all the same. */
async function removeBytes(
  tx: Tx,
  documents: DestroyDeps['documents'],
  { documentId, sha256 }: BytesToRemove,
): Promise<void> {
  await lockContent(tx, sha256);
  if (!(await isContentNeeded(tx, sha256))) await documents.remove(sha256);
  await noteRemoved(tx, documentId);
}

async function finish(tx: Tx, listId: ListId): Promise<void> {
  const seen = await readListNow(tx, listId);
  if (!seen) return;
  await lockKeeping(tx, seen.county);
  const list = await readListNow(tx, listId);
  const isLeft = (await filesLeft(tx, listId)).length > 0 || (await bytesToRemove(tx, listId)).length > 0;
  if (list?.state !== 'released' || isLeft) return;
  const destroyed = await destroyedInAll(tx, listId);
  await appendListEvent(tx, { listId, actor, event: { type: 'done', ...destroyed }, key: 'done' });
  await closeList(tx, listId);
}
