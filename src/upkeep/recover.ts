import type { CaseClient } from '../commands/caseClient.ts';
import type { RunClient } from '../commands/runClient.ts';
import { unfinishedRuns } from '../db/payments/runs.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import type { CaseId } from '../domain/case/ids.ts';

/**
 * Starts every open case and every open run from its id alone, as after the loss of all that Temporal had, or after an
 * older backup was restored; one that runs is left alone. Decisions and facts without outcome are sent again by the relay.
 */
export async function recover(
  pool: Pool,
  { cases, runs }: { readonly cases: Pick<CaseClient, 'startAgain'>; readonly runs: Pick<RunClient, 'start'> },
): Promise<{ cases: number; runs: number }> {
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
    await Promise.all(ids.map((id) => cases.startAgain(id)));
    started += ids.length;
    after = ids.at(-1)!;
  }
  const open = await inTransaction(pool, (tx) => unfinishedRuns(tx));
  for (const id of open) await runs.start(id);
  return { cases: started, runs: open.length };
}
