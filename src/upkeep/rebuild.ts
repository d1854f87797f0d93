import { lockCase, readJournal } from '../db/case/journal.ts';
import { project, projectTip } from '../db/case/projections.ts';
import {
  compareWithShadows,
  type Differing,
  type Projection,
  putUpShadows,
  readRealTip,
  takeFromShadows,
} from '../db/case/shadows.ts';
import { inTransaction, type Pool, type Tx, type WriteTx } from '../db/pool.ts';
import { inWordsOfToday } from '../domain/case/earlierShapes.ts';
import { fold } from '../domain/case/fold.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { type CaseState, newCase } from '../domain/case/state.ts';
import { type Breach, breachOfCase } from './verify.ts';

export interface Rebuilt {
  readonly cases: number;
  /** Of each table, how many rows were not what the journal says, or were missing. */
  readonly differing: readonly Differing[];
  /** Where a chain is broken, or ends before the tip its case has: nothing is rebuilt from what cannot be trusted. */
  readonly broken: readonly Breach[];
}

/**
 * Projects every case's journal anew, by the same functions that `record` uses, and puts right what differs; with
 * `check` it only says so. Case by case under the case's lock, so it may run while the system does.
 *
 * @param pool connects as doudi_owner, with one connection
 */
export async function rebuild(pool: Pool, { check }: { readonly check: boolean }): Promise<Rebuilt> {
  const differing = new Map<Projection, number>();
  const broken: Breach[] = [];
  let cases = 0;
  for (let after = beforeAll; ; ) {
    const ids = await inTransaction(pool, (tx) => casesAfter(tx, after));
    if (ids.length === 0) break;
    for (const caseId of ids) {
      const found = await inTransaction(pool, (tx) => rebuildCase(tx, caseId, check));
      if ('chain' in found) broken.push(found);
      else for (const { table, rows } of found) differing.set(table, (differing.get(table) ?? 0) + rows);
    }
    cases += ids.length;
    after = ids.at(-1)!;
  }
  return { cases, broken, differing: [...differing].map(([table, rows]) => ({ table, rows })) };
}

async function rebuildCase(tx: WriteTx, caseId: CaseId, check: boolean): Promise<readonly Differing[] | Breach> {
  await lockCase(tx, caseId);
  const journal = await readJournal(tx, caseId);
  const breach = breachOfCase(caseId, journal, await readRealTip(tx, caseId));
  if (breach) return breach;
  await putUpShadows(tx);
  let state: CaseState = newCase(caseId);
  for (const { data, at } of journal) {
    const event = inWordsOfToday(data);
    const before = state;
    state = fold(before, event);
    await project(tx, { event, at, before, after: state });
  }
  const last = journal.at(-1)!;
  projectTip(tx, state, last.hash, last.at);
  const found = await compareWithShadows(tx, caseId);
  if (!check && found.length > 0) await takeFromShadows(tx, caseId, found);
  return found;
}

const beforeAll = '00000000-0000-0000-0000-000000000000' as CaseId;

/** The next cases that have a journal or a row of their own, each found by one look into the index. */
async function casesAfter(tx: Tx, after: CaseId): Promise<CaseId[]> {
  const { rows } = await tx.query<{ case_id: CaseId }>(
    `with recursive each as (
       select $1::uuid as case_id
       union all
       select next.case_id from each cross join lateral (
         (select case_id from case_event e where e.case_id > each.case_id order by case_id limit 1)
         union all
         (select case_id from public.case_file f where f.case_id > each.case_id order by case_id limit 1)
         order by case_id limit 1) next)
     select case_id from each offset 1 limit 200`,
    [after],
  );
  return rows.map((row) => row.case_id);
}
