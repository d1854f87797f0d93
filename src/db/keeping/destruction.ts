import type { Destroyed, ListId } from '../../domain/keeping/list.ts';
import type { Tx } from '../pool.ts';

/** By which list and when a file was destroyed. */
export interface DestroyedBy extends Destroyed {
  readonly listId: ListId;
  readonly at: string;
}

/** By which list a case's contents were destroyed; undefined where they were not. */
export async function destroyedBy(tx: Tx, caseId: string): Promise<DestroyedBy | undefined> {
  const { rows } = await tx.query({
    name: 'destruction of a case',
    text: `select list_id, destroyed_at, persons, contents, documents from destruction_item
            where case_id = $1 and destroyed_at is not null`,
    values: [caseId],
  });
  const row = rows[0];
  return (
    row && {
      listId: row.list_id,
      at: row.destroyed_at.toISOString(),
      persons: row.persons,
      contents: row.contents,
      documents: row.documents,
    }
  );
}

/** Whether the database refused something because the file it was brought to had been destroyed. */
export function isAfterDestruction(error: unknown): boolean {
  return (error as { constraint?: string }).constraint === 'nothing_comes_after';
}

/** Lists that are released and not done. */
export async function releasedLists(tx: Tx): Promise<ListId[]> {
  const { rows } = await tx.query<{ list_id: ListId }>(
    `select list_id from destruction_list where state = 'released' order by list_id`,
  );
  return rows.map((row) => row.list_id);
}

export async function markDestroyed(
  tx: Tx,
  listId: ListId,
  caseId: string,
  { persons, contents, documents }: Destroyed,
): Promise<void> {
  await tx.query(
    `update destruction_item set destroyed_at = business_now(), persons = $3, contents = $4, documents = $5
      where list_id = $1 and case_id = $2`,
    [listId, caseId, persons, contents, documents],
  );
}

export interface BytesToRemove {
  readonly documentId: string;
  readonly sha256: string;
}

/** Documents of the list's destroyed files whose bytes have still to be looked after. */
export async function bytesToRemove(tx: Tx, listId: ListId): Promise<BytesToRemove[]> {
  const { rows } = await tx.query<BytesToRemove>(
    `select d.document_id as "documentId", d.sha256 from document d join destruction_item i using (case_id)
      where i.list_id = $1 and i.destroyed_at is not null and d.sealed_name is null and d.removed_at is null
      order by d.document_id`,
    [listId],
  );
  return rows;
}

/** Serialises what happens to the bytes of one content: they are the same for every file that has them. */
export async function lockContent(tx: Tx, sha256: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('content:' || $1, 0))`, [sha256]);
}

/** Whether a file that was not destroyed has a document of this content. The caller holds the content's lock. */
export async function isContentNeeded(tx: Tx, sha256: string): Promise<boolean> {
  const { rowCount } = await tx.query('select from document where sha256 = $1 and sealed_name is not null limit 1', [
    sha256,
  ]);
  return rowCount === 1;
}

export async function noteRemoved(tx: Tx, documentId: string): Promise<void> {
  await tx.query('update document set removed_at = business_now() where document_id = $1', [documentId]);
}

/** What a list has destroyed, all together. */
export async function destroyedInAll(tx: Tx, listId: ListId): Promise<Destroyed & { readonly files: number }> {
  const { rows } = await tx.query<Destroyed & { files: number }>(
    `select count(*)::int as files, coalesce(sum(persons), 0)::int as persons, coalesce(sum(contents), 0)::int as contents,
            coalesce(sum(documents), 0)::int as documents
       from destruction_item where list_id = $1 and destroyed_at is not null`,
    [listId],
  );
  return rows[0]!;
}

export async function closeList(tx: Tx, listId: ListId): Promise<void> {
  await tx.query(`update destruction_list set state = 'done', done_at = business_now() where list_id = $1`, [listId]);
}
