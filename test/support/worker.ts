import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type RecordActivities, recordActivities } from '../../activities/record.ts';
import { urgentQueue } from '../../src/commands/caseClient.ts';
import { dataConverter } from '../../src/commands/dataConverter.ts';
import type { Pool } from '../../src/db/pool.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import type { DataKey } from '../../src/gateways/crypto/keyRing.ts';
import { policySource } from '../../src/policy/source.ts';
import { traced } from '../../src/tracing/activity.ts';

export const testKeys = [{ id: 'test', key: Buffer.alloc(32, 7) }] as const;
export const testHashKey = Buffer.alloc(32, 9);
/** What every client and worker of the tests writes to Temporal with. */
export const testConverter = dataConverter(testKeys);

export interface TestWorkerOptions {
  readonly address: string;
  readonly taskQueue: string;
  /** Path of the workflows' bundle. */
  readonly bundle: string;
  /** Connects as doudi_worker. */
  readonly pool: Pool;
  /** Its key ring, where a test turns keys. */
  readonly keys?: readonly DataKey[];
  /** What happens around a record: a test makes it fail, lose its answer, or die. */
  readonly around?: (record: RecordActivities['record']) => RecordActivities['record'];
}

/** Starts a worker as `src/worker.ts` does, for one test's task queue. Resolves with how to stop it. */
export async function startTestWorker(options: TestWorkerOptions): Promise<() => Promise<void>> {
  const { address, taskQueue, bundle, pool, keys = testKeys, around = (record) => record } = options;
  const { record } = recordActivities({ pool, cipher: fieldCipher(keys, testHashKey), policy: policySource() });
  const connection = await NativeConnection.connect({ address });
  const common = {
    connection,
    dataConverter: dataConverter(keys),
    workflowBundle: { codePath: bundle },
    activities: { record: around(record) },
    interceptors: { activity: [traced] },
    maxConcurrentLocalActivityExecutions: 9,
    maxCachedWorkflows: 200,
    stickyQueueScheduleToStartTimeout: '2s' as const,
    shutdownGraceTime: '1s' as const,
    shutdownForceTime: '3s' as const,
  } satisfies Partial<WorkerOptions>;
  const queues = [taskQueue, urgentQueue(taskQueue)];
  const workers = await Promise.all(queues.map((queue) => Worker.create({ ...common, taskQueue: queue })));
  const ended = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(ended);
    await connection.close();
  };
}
