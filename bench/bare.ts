import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import Fastify from 'fastify';
import { createPool } from '../src/db/pool.ts';
import { withoutTraces } from '../src/stack/paths.ts';
import { supervise, untilReady } from '../src/stack/process/supervised.ts';
import { workerPolls } from '../src/stack/temporal/provide.ts';
import type { bare, kept } from './bare/workflow.ts';
import type { Measured } from './stackToMeasure.ts';

/**
 * What ours is held against, on the same Temporal and the same PostgreSQL: bare workflows whose Updates do nothing, and the
 * least that keeps a record of its decisions as ours must, over HTTP: stored and committed before the workflow is asked, a
 * row committed by the workflow, the answer read from there. No law, no rights, no projections, nothing sealed.
 */
export async function startBare({ config }: Measured, { connection }: Client) {
  const { address, namespace } = config.temporal;
  const client = new Client({ connection, namespace });
  const taskQueue = `bare-${randomUUID()}`;
  const databaseUrl = config.database.owner ?? '';
  const pool = createPool(databaseUrl, 8);
  await pool.query(
    'create table if not exists bench_kept (id uuid primary key, asked jsonb not null, kept_at timestamptz)',
  );
  const program = supervise({
    command: process.execPath,
    args: [...withoutTraces, '--import', 'tsx', fileURLToPath(new URL('./bare/worker.ts', import.meta.url))],
    env: { ...process.env, TEMPORAL_ADDRESS: address, TASK_QUEUE: taskQueue, DATABASE_URL: databaseUrl },
    logFile: '/dev/null',
  });
  const ready = await untilReady(program, () => workerPolls(address, namespace, taskQueue), 60_000);
  if (ready !== 'ready') throw new Error('The bare worker did not start');

  const start = <W extends typeof bare | typeof kept>(workflow: string, updates: number) =>
    client.workflow.start<W>(workflow, { workflowId: randomUUID(), taskQueue, args: [updates] as never });
  const update = (workflowId: string, name: string, argument: unknown) =>
    client.workflow.getHandle(workflowId).executeUpdate(name, { args: [argument], updateId: randomUUID() });

  const app = Fastify();
  app.post<{ Params: { workflowId: string }; Body: object }>('/:workflowId', async ({ params, body }) => {
    const id = randomUUID();
    await pool.query({ name: 'ask', text: 'insert into bench_kept (id, asked) values ($1, $2)', values: [id, body] });
    await update(params.workflowId, 'keptDecide', id);
    const { rows } = await pool.query({ name: 'kept', text: 'select * from bench_kept where id = $1', values: [id] });
    return rows[0];
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  return {
    start: (updates: number) => start<typeof bare>('bare', updates),
    decide: (workflowId: string, message: object) => update(workflowId, 'bareDecide', message),
    startKept: (updates: number) => start<typeof kept>('kept', updates),
    async decideKept(workflowId: string, message: object): Promise<void> {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/${workflowId}`, { method: 'POST', headers, body: JSON.stringify(message) });
      if (!answer.ok) throw new Error(`The bare API answered ${answer.status}`);
      await answer.text();
    },
    async stop() {
      await app.close();
      await program.stop();
      await pool.end();
    },
  };
}
