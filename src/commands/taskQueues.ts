import type { Client } from '@temporalio/client';
import { urgentQueue } from './caseClient.ts';

/** How a queue of Temporal's stands. */
export interface TaskQueueState {
  readonly queue: 'cases' | 'emergencies';
  /** Workers that have asked for work within the last two minutes; a question may last one. */
  readonly workers: number;
  /** Workflow tasks that nobody has taken yet, about. */
  readonly waiting: number;
  readonly oldestSeconds: number;
}

const workflowTasks = 1;
const recentlyMs = 120_000;

/** Whether somebody works on the cases, and on the emergencies, and how far behind they are. */
export async function readTaskQueues(client: Client, taskQueue: string): Promise<TaskQueueState[]> {
  return Promise.all([
    readTaskQueue(client, 'cases', taskQueue),
    readTaskQueue(client, 'emergencies', urgentQueue(taskQueue)),
  ]);
}

async function readTaskQueue(client: Client, queue: TaskQueueState['queue'], name: string): Promise<TaskQueueState> {
  const { pollers, stats } = await client.withDeadline(Date.now() + 2_000, () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name },
      taskQueueType: workflowTasks,
      reportStats: true,
    }),
  );
  const recent = (pollers ?? []).filter(
    ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > Date.now() - recentlyMs,
  );
  return {
    queue,
    workers: new Set(recent.map(({ identity }) => identity)).size,
    waiting: Number(stats?.approximateBacklogCount ?? 0),
    oldestSeconds: Number(stats?.approximateBacklogAge?.seconds ?? 0),
  };
}
