import type { z } from 'zod';
import type { listSchema, listWithFilesSchema } from '../../contracts/http/keeping.ts';
import type { ListId } from '../../domain/keeping/list.ts';
import { firstBreakOf } from '../chainedRow.ts';
import { readListJournal } from '../keeping/journal.ts';
import type { Tx } from '../pool.ts';
import { cursorOf, readCursor } from './cursor.ts';

type ListLine = z.output<typeof listSchema>;
type Item = Omit<z.output<typeof listWithFilesSchema>['items'][number], 'takenOff'> & {
  readonly takenOff: { readonly at: string; readonly by: string; readonly why: string } | null;
};

const lines = `
  select l.list_id, l.state, l.ground, l.proposed_by, l.proposed_at, l.approved_by, l.approved_at, l.supervisors, l.done_at,
         (select count(*)::int from destruction_item i where i.list_id = l.list_id and i.taken_off_at is null) as files,
         (select count(*)::int from destruction_item i where i.list_id = l.list_id and i.destroyed_at is not null) as destroyed
    from destruction_list l`;

/** The lists of the division, the last first. */
export async function readLists(
  tx: Tx,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: ListLine[]; next: string | null }> {
  const after = readCursor(cursor, 1)?.[0] ?? null;
  const { rows } = await tx.query(
    `${lines} where $1::text is null or l.list_id < $1 order by l.list_id desc limit $2`,
    [after, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toLine), next: rows.length > limit && last ? cursorOf([last.list_id]) : null };
}

/** A list with its files, and who supervised it; undefined where there is none or it is not to be seen from here. */
export async function readList(tx: Tx, listId: ListId) {
  const { rows } = await tx.query(`${lines} where l.list_id = $1`, [listId]);
  if (!rows[0]) return undefined;
  const journal = await readListJournal(tx, listId);
  return {
    ...toLine(rows[0]),
    verified: firstBreakOf(journal) === undefined,
    tip: journal.at(-1)?.hash ?? '',
    supervisions: await readSupervisions(tx, listId),
    items: await readItems(tx, listId),
  };
}

async function readSupervisions(tx: Tx, listId: ListId) {
  const { rows } = await tx.query<{ officer: string; role: string; at: Date }>(
    'select officer, role, at from destruction_supervision where list_id = $1 order by nth',
    [listId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function readItems(tx: Tx, listId: ListId): Promise<Item[]> {
  const { rows } = await tx.query('select * from destruction_item where list_id = $1 order by case_number', [listId]);
  return rows.map((row) => ({
    caseId: row.case_id,
    caseNumber: row.case_number,
    endedOn: row.ended_on,
    keepUntil: row.keep_until,
    takenOff: row.taken_off_at && {
      at: row.taken_off_at.toISOString(),
      by: row.taken_off_by,
      why: row.taken_off_for,
    },
    destroyedAt: row.destroyed_at?.toISOString() ?? null,
    persons: row.persons,
    contents: row.contents,
    documents: row.documents,
  }));
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toLine(row: any): ListLine {
  return {
    listId: row.list_id,
    state: row.state,
    ground: row.ground,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at.toISOString(),
    approvedBy: row.approved_by,
    approvedAt: row.approved_at?.toISOString() ?? null,
    supervisors: row.supervisors,
    doneAt: row.done_at?.toISOString() ?? null,
    files: row.files,
    destroyedFiles: row.destroyed,
  };
}
