import type { CaseClient } from '../commands/caseClient.ts';
import type { RunClient } from '../commands/runClient.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { unfinishedRuns } from '../db/payments/runs.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import type { CaseId } from '../domain/case/ids.ts';

/** Whom recovery speaks to. */
export interface Recovered {
  readonly cases: Pick<CaseClient, 'startAgain' | 'clockMoved'>;
  readonly runs: Pick<RunClient, 'startAgain'>;
}

/**
 * Starts every open case and every open run from its id alone, as after the loss of all that Temporal had, or after an
 * older backup was restored. A case that runs is told to look at its journal, and begins again from it where it stands
 * elsewhere: further, too, where the record is older than what Temporal saw. Decisions and facts without outcome are sent
 * again by the relay.
 */
export async function recover(pool: Pool, { cases, runs }: Recovered): Promise<{ cases: number; runs: number }> {
  const { offsetMs } = await inTransaction(pool, readBusinessClock);
  const fromItsRecord = async (id: CaseId) => {
    await cases.startAgain(id);
    await cases.clockMoved(id, offsetMs);
  };
  let started = 0;
  for (let after = ''; ; ) {
    const ids = await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ case_id: CaseId }>(
        `select a.case_id from application a left join case_file f using (case_id)
          where f.ended_as is null and a.case_id::text > $1 order by a.case_id::text limit 200`,
        [after],
      );
      return rows.map((row) => row.case_id);
    });
    if (ids.length === 0) break;
    await Promise.all(ids.map(fromItsRecord));
    started += ids.length;
    after = ids.at(-1)!;
  }
  const open = await inTransaction(pool, (tx) => unfinishedRuns(tx));
  for (const id of open) await runs.startAgain(id);
  return { cases: started, runs: open.length };
}
