import type { CaseId } from '../../domain/case/ids.ts';
import { type ListId, type ListNow, listIdOf } from '../../domain/keeping/list.ts';
import type { TakenOffFor } from '../../domain/keeping/words.ts';
import type { Tx } from '../pool.ts';
import type { File } from './files.ts';

/** A list as it stands; undefined where there is none or it is not to be seen from here. */
export interface List extends ListNow {
  readonly listId: ListId;
  readonly county: string;
  readonly ground: string;
  readonly supervisors: number | undefined;
}

export async function readListNow(tx: Tx, listId: string): Promise<List | undefined> {
  const { rows } = await tx.query(
    `select l.list_id as "listId", l.county, l.state, l.ground, l.proposed_by as "proposedBy", l.approved_by as "approvedBy", l.supervisors,
            array(select s.officer from destruction_supervision s where s.list_id = l.list_id order by s.nth) as "supervisedBy",
            (select count(*)::int from destruction_item i where i.list_id = l.list_id and i.taken_off_at is null) as files
       from destruction_list l where l.list_id = $1`,
    [listId],
  );
  const row = rows[0];
  return row && { ...row, approvedBy: row.approvedBy ?? undefined, supervisors: row.supervisors ?? undefined };
}

/** Opens the county's next list of this year, with its files on it. The caller holds the county's lock. */
export async function openList(
  tx: Tx,
  list: { readonly county: string; readonly ground: string; readonly by: string; readonly today: string },
  files: readonly (File & { readonly until: string })[],
): Promise<ListId> {
  const year = list.today.slice(0, 4);
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from destruction_list where starts_with(list_id, $1)`,
    [listIdOf(list.county, year, 0).slice(0, -3)],
  );
  const listId = listIdOf(list.county, year, rows[0]!.n + 1);
  await tx.query(
    `insert into destruction_list (list_id, county, ground, proposed_by, proposed_at) values ($1, $2, $3, $4, business_now())`,
    [listId, list.county, list.ground, list.by],
  );
  await tx.query(
    `insert into destruction_item (list_id, case_id, case_number, county, division, ended_on, keep_until)
     select $1, f."caseId", f."caseNumber", f.county, f.township, f."endedOn", f.until
       from jsonb_to_recordset($2) as f("caseId" uuid, "caseNumber" text, county text, township text, "endedOn" date, until date)`,
    [listId, JSON.stringify(files)],
  );
  return listId;
}

/** Takes a file off; false where it is not on the list any more. */
export async function takeOff(
  tx: Tx,
  listId: ListId,
  { caseId, by, why }: { readonly caseId: CaseId; readonly by: string; readonly why: TakenOffFor },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update destruction_item set taken_off_at = business_now(), taken_off_by = $3, taken_off_for = $4
      where list_id = $1 and case_id = $2 and taken_off_at is null and destroyed_at is null`,
    [listId, caseId, by, why],
  );
  return rowCount === 1;
}

/** Files of a list of which it has still to be decided or carried out what becomes of them, in order. */
export async function filesLeft(tx: Tx, listId: ListId): Promise<CaseId[]> {
  const { rows } = await tx.query<{ case_id: CaseId }>(
    `select case_id from destruction_item where list_id = $1 and taken_off_at is null and destroyed_at is null
      order by case_number`,
    [listId],
  );
  return rows.map((row) => row.case_id);
}

export async function approve(tx: Tx, listId: ListId, by: string, supervisors: number): Promise<void> {
  await tx.query(
    `update destruction_list set state = 'approved', approved_by = $2, approved_at = business_now(), supervisors = $3 where list_id = $1`,
    [listId, by, supervisors],
  );
}

export async function supervise(tx: Tx, listId: ListId, nth: number, by: string, role: string): Promise<void> {
  await tx.query(
    `insert into destruction_supervision (list_id, county, nth, officer, role, at)
     select list_id, county, $2, $3, $4, business_now() from destruction_list where list_id = $1`,
    [listId, nth, by, role],
  );
}

/** Released: from here on its files are destroyed. Withdrawn: none of them is. */
export async function moveOn(tx: Tx, listId: ListId, to: 'released' | 'withdrawn'): Promise<void> {
  await tx.query('update destruction_list set state = $2 where list_id = $1', [listId, to]);
}

/** Keeps a file on until a day, whatever its time. */
export async function holdFile(
  tx: Tx,
  { caseId, county, township }: Pick<File, 'caseId' | 'county' | 'township'>,
  hold: { readonly reason: string; readonly until: string; readonly by: string },
): Promise<void> {
  await tx.query(
    `insert into keeping_hold (case_id, county, division, reason, until, set_by, set_at)
     values ($1, $2, $3, $4, $5, $6, business_now())`,
    [caseId, county, township, hold.reason, hold.until, hold.by],
  );
}
