import { readJournal } from '../../../src/db/case/journal.ts';
import { inTransaction } from '../../../src/db/pool.ts';
import type { CaseId } from '../../../src/domain/case/ids.ts';
import { caseWorkflowId } from '../../../workflows/messages.ts';
import type { County } from '../../support/county.ts';
import { eventually } from '../../support/eventually.ts';
import { stands } from './stands.ts';

/** All that is recorded of a case, to the last byte. */
export const recorded = (county: County, caseId: CaseId) =>
  inTransaction(county.db.worker, async (tx) => {
    const rows = async (sql: string) => (await tx.query(sql, [caseId])).rows;
    return {
      journal: await readJournal(tx, caseId),
      tasks: await rows('select * from task where case_id = $1 order by task_id'),
      clocks: await rows('select * from clock where case_id = $1 order by clock_id'),
      facts: await rows('select * from expected_fact where case_id = $1 order by fact_key'),
      receipts: await rows('select command_id, receipt, refusal from command where case_id = $1 order by command_id'),
    };
  });

/** The events of a case's journal, in order. */
export const journalOf = (county: County, caseId: CaseId) =>
  inTransaction(county.db.worker, (tx) => readJournal(tx, caseId));

const workflow = (county: County, caseId: CaseId) => county.client.workflow.getHandle(caseWorkflowId(caseId));

export const runOf = async (county: County, caseId: CaseId) => (await workflow(county, caseId).describe()).runId;

/** How many runs the case has had, one continuing the other. */
export async function runsOf(county: County, caseId: CaseId): Promise<number> {
  await stands(county, caseId);
  const { count } = await county.client.workflow.count(`WorkflowId = '${caseWorkflowId(caseId)}'`);
  return count;
}

/** Waits until the case has begun another run than this one, and gives its id. */
export const anotherRun = (county: County, caseId: CaseId, run: string) =>
  eventually('another run', async () => {
    const now = await runOf(county, caseId);
    return now !== run && now;
  });

/** The present run's history, and what it was handed by the one before, in bytes as they are stored. */
export async function historyOf(county: County, caseId: CaseId) {
  const { events } = await workflow(county, caseId).fetchHistory();
  const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[1]?.data;
  return { length: events?.length ?? 0, carriedBytes: input?.length ?? 0 };
}

/** Temporal has lost the case; it is started again from its id alone. */
export async function loseWorkflow(county: County, caseId: CaseId): Promise<void> {
  await workflow(county, caseId).terminate('lost, for a test');
  await county.cases.start(caseId);
}
