import { expect } from 'vitest';
import { firstBreak, readJournal } from '../../src/db/case/journal.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { fold } from '../../src/domain/case/fold.ts';
import { type CaseId, type Key, publicId } from '../../src/domain/case/ids.ts';
import { type CaseState, newCase } from '../../src/domain/case/state.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import type { County } from './county.ts';

/**
 * What must hold of a case at any moment: its chain is whole, its state is the fold of its journal, the tables say what
 * the state says, every decision is in the journal once, and nothing waits without an owner.
 */
export async function expectSound(county: Pick<County, 'db'>, caseId: CaseId): Promise<void> {
  await inTransaction(county.db.worker, async (tx) => {
    await tx.query('set transaction isolation level repeatable read'); // one moment for all the questions
    const journal = await readJournal(tx, caseId);
    expect(firstBreak(journal)).toBeUndefined();
    const folded = journal.reduce((state, { data }) => fold(state, data), newCase(caseId));
    const file = (await tx.query('select state, seq, tip_hash, stage from case_file where case_id = $1', [caseId]))
      .rows[0];
    expect(file.state).toEqual(folded);
    expect([file.seq, file.tip_hash, file.stage]).toEqual([journal.length, journal.at(-1)?.hash, folded.stage]);

    const ids = async (sql: string) => (await tx.query<{ id: string }>(sql, [caseId])).rows.map(({ id }) => id).sort();
    const keys = (record: object) =>
      Object.keys(record)
        .map((key) => publicId(caseId, key as Key))
        .sort();
    expect(await ids(`select task_id as id from task where case_id = $1 and status = 'open'`)).toEqual(
      keys(folded.open),
    );
    expect(await ids('select fact_key as id from expected_fact where case_id = $1')).toEqual(keys(folded.expected));
    expect(await ids(`select clock_id as id from clock where case_id = $1 and status <> 'stopped'`)).toEqual(
      keys(folded.clocks),
    );
    const decided = journal
      .flatMap(({ data }) => (data.type === 'taskDecided' ? [publicId(caseId, data.key)] : []))
      .sort();
    expect(await ids('select decision_id as id from decision where case_id = $1')).toEqual(decided);
    expect(new Set(decided).size).toBe(decided.length);
    expect(hasAnOwner(folded)).toBe(true);
  });
}

/** A case that has not ended waits for a person, a fact or a running clock: a paused one wakes nobody. */
function hasAnOwner({ endedAs, open, expected, clocks }: CaseState): boolean {
  if (endedAs) return Object.keys(open).length + Object.keys(clocks).length + Object.keys(expected).length === 0;
  const asked = Object.values(open).some(({ kind }) => !taskKinds[kind].standing);
  return (
    asked ||
    Object.keys(expected).length > 0 ||
    Object.values(clocks).some(({ passed, pausedOn }) => !passed && !pausedOn)
  );
}
