import type { Client } from '@temporalio/client';

/** A step may fail by bad luck, as when its worker was killed over it. One that fails so often fails each time. */
const tries = 4;
/** Asked about at once. */
const together = 20;

/** Of these running workflows, those whose next step fails again and again: a mistake of ours, or a message nobody can read. */
export async function blockedOf(client: Client, workflowIds: Iterable<string>): Promise<string[]> {
  const left = [...workflowIds];
  const blocked: string[] = [];
  const ask = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) if (await isBlocked(client, id)) blocked.push(id);
  };
  await Promise.all(Array.from({ length: together }, ask));
  return blocked.sort();
}

async function isBlocked({ workflow }: Client, workflowId: string): Promise<boolean> {
  const { raw } = await workflow.getHandle(workflowId).describe();
  return (raw.pendingWorkflowTask?.attempt ?? 0) >= tries;
}
