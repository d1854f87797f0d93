import { firstBreak, lockCase, readJournal } from '../db/case/journal.ts';
import { project, projectTip } from '../db/case/projections.ts';
import {
  compareWithShadows,
  type Differing,
  type Projection,
  putUpShadows,
  takeFromShadows,
} from '../db/case/shadows.ts';
import { inTransaction, type Pool, type Tx } from '../db/pool.ts';
import { inWordsOfToday } from '../domain/case/earlierShapes.ts';
import { fold } from '../domain/case/fold.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { type CaseState, newCase } from '../domain/case/state.ts';

export interface Rebuilt {
  readonly cases: number;
  /** Of each table, how many rows were not what the journal says, or were missing. */
  readonly differing: readonly Differing[];
  /** Cases whose chain is broken: nothing is rebuilt from a journal that cannot be trusted. */
  readonly broken: readonly CaseId[];
}

/**
 * Projects every case's journal anew, by the same functions that `record` uses, and puts right what differs; with
 * `check` it only says so. Case by case under the case's lock, so it may run while the system does.
 *
 * @param pool connects as doudi_owner, with one connection
 */
export async function rebuild(pool: Pool, { check }: { readonly check: boolean }): Promise<Rebuilt> {
  const differing = new Map<Projection, number>();
  const broken: CaseId[] = [];
  let cases = 0;
  for (let after = ''; ; ) {
    const ids = await inTransaction(pool, (tx) => journalsAfter(tx, after));
    if (ids.length === 0) break;
    for (const caseId of ids) {
      const found = await inTransaction(pool, (tx) => rebuildCase(tx, caseId, check));
      if (found === 'broken') broken.push(caseId);
      else for (const { table, rows } of found) differing.set(table, (differing.get(table) ?? 0) + rows);
    }
    cases += ids.length;
    after = ids.at(-1)!;
  }
  return { cases, broken, differing: [...differing].map(([table, rows]) => ({ table, rows })) };
}

async function rebuildCase(tx: Tx, caseId: CaseId, check: boolean): Promise<readonly Differing[] | 'broken'> {
  await lockCase(tx, caseId);
  const journal = await readJournal(tx, caseId);
  if (firstBreak(journal) !== undefined) return 'broken';
  await putUpShadows(tx);
  let state: CaseState = newCase(caseId);
  for (const { data, at } of journal) {
    const event = inWordsOfToday(data);
    const before = state;
    state = fold(before, event);
    await project(tx, { event, at, before, after: state });
  }
  const last = journal.at(-1)!;
  await projectTip(tx, state, last.hash, last.at);
  const found = await compareWithShadows(tx, caseId);
  if (!check && found.length > 0) await takeFromShadows(tx, caseId, found);
  return found;
}

async function journalsAfter(tx: Tx, after: string): Promise<CaseId[]> {
  const { rows } = await tx.query<{ case_id: CaseId }>(
    `select distinct case_id from case_event where case_id::text > $1 order by case_id limit 200`,
    [after],
  );
  return rows.map((row) => row.case_id);
}
