import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createPool } from '../../src/db/pool.ts';

export interface Kept {
  keep(id: string): Promise<void>;
}

/** The bare workflows' worker, a process of its own as ours is. */
async function main(): Promise<void> {
  const { TEMPORAL_ADDRESS = '', TASK_QUEUE = '', DATABASE_URL = '' } = process.env;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const pool = createPool(DATABASE_URL, 8);
  const activities: Kept = {
    async keep(id) {
      await pool.query({
        name: 'keep',
        text: 'update bench_kept set kept_at = clock_timestamp() where id = $1',
        values: [id],
      });
    },
  };
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: TEMPORAL_ADDRESS }),
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
    activities,
  });
  console.log('worker ready');
  await worker.run();
}

await main();
