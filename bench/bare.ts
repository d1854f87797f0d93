import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { withoutTraces } from '../src/stack/paths.ts';
import { supervise, untilReady } from '../src/stack/process/supervised.ts';
import { workerPolls } from '../src/stack/temporal/provide.ts';
import type { bare as bareWorkflow } from './bare/workflow.ts';
import type { Measured } from './stackToMeasure.ts';

/** The bare workflow on the same Temporal: what ours is held against. */
export async function startBare({ config }: Measured, { connection }: Client) {
  const { address, namespace } = config.temporal;
  const client = new Client({ connection, namespace }); // nothing of it is sealed
  const taskQueue = `bare-${randomUUID()}`;
  const program = supervise({
    command: process.execPath,
    args: [...withoutTraces, '--import', 'tsx', fileURLToPath(new URL('./bare/worker.ts', import.meta.url))],
    env: { ...process.env, TEMPORAL_ADDRESS: address, TASK_QUEUE: taskQueue },
    logFile: '/dev/null',
  });
  const ready = await untilReady(program, () => workerPolls(address, namespace, taskQueue), 60_000);
  if (ready !== 'ready') throw new Error('The bare worker did not start');
  return {
    start: (updates: number) =>
      client.workflow.start<typeof bareWorkflow>('bare', { workflowId: randomUUID(), taskQueue, args: [updates] }),
    decide: (workflowId: string, message: object) =>
      client.workflow.getHandle(workflowId).executeUpdate('bareDecide', { args: [message], updateId: randomUUID() }),
    stop: () => program.stop(),
  };
}
