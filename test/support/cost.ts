import type { Client } from '@temporalio/client';
import { caseWorkflowId } from '../../workflows/messages.ts';

/** What a case has cost Temporal so far, over all its runs, each found by the one before it. */
export async function costOf(client: Client, caseId: string) {
  const workflowId = caseWorkflowId(caseId);
  const cost = { events: 0, transitions: 0, runs: 0 };
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  for (let runId = raw.workflowExecutionInfo?.firstRunId; runId; ) {
    const run = client.workflow.getHandle(workflowId, runId);
    const { workflowExecutionInfo } = (await run.describe()).raw;
    const { events } = await run.fetchHistory();
    cost.events += events?.length ?? 0;
    cost.transitions += Number(workflowExecutionInfo?.stateTransitionCount);
    cost.runs++;
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return cost;
}
