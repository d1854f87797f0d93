import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { programmes } from '../domain/case/programmes.ts';

const types = [...new Set(Object.values(programmes).map(({ workflow }) => workflow)), 'disbursement']
  .map((type) => `WorkflowType = '${type}'`)
  .join(' or ');

/** The cases and payment runs that Temporal knows with this status. */
export function workflowsThat(client: Client, status: 'Running' | 'Failed') {
  return client.workflow.list({ query: `ExecutionStatus = '${status}' and (${types})` });
}

export async function idsOf(workflows: AsyncIterable<Pick<WorkflowExecutionInfo, 'workflowId'>>): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { workflowId } of workflows) ids.add(workflowId);
  return ids;
}
