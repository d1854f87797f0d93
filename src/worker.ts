import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { disbursementActivities } from '../activities/disbursement.ts';
import { recordActivities } from '../activities/record.ts';
import { caseClient } from './commands/caseClient.ts';
import { connectTemporal } from './commands/temporalConnection.ts';
import { loadConfig } from './config.ts';
import { createPool } from './db/pool.ts';
import { bankDirectory } from './gateways/bank/directory.ts';
import { fieldCipher } from './gateways/crypto/fieldCipher.ts';
import { underWay } from './heartbeat.ts';
import { debtorOf } from './policy/debtor.ts';
import { policySource } from './policy/source.ts';

/** Local activities at once; the pool has a connection for each, so that none waits for another's. */
const concurrentRecords = 20;

/** The worker's process: runs the cases' workflows and writes their record. Any number may run. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  Runtime.install({ shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const pool = createPool(config.database.worker, concurrentRecords + 2);
  const payments = createPool(config.database.worker, 4); // a payday waits for its own connections, never a decision for it
  const cipher = fieldCipher(config.dataKeys, config.hashKey);
  const policy = policySource();
  const temporal = await connectTemporal(config);
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  const bundle = config.temporal.workflowBundle;
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    ...(bundle
      ? { workflowBundle: { codePath: bundle } }
      : { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) }),
    activities: {
      ...recordActivities({ pool, cipher, policy }),
      ...disbursementActivities({
        pool: payments,
        cipher,
        policy,
        bank: await bankDirectory(config.bankDir),
        debtorOf: debtorOf(policy),
        tell: caseClient(temporal.client, config.temporal.taskQueue).tell,
      }),
    },
    interceptors: { activity: [underWay] },
    maxConcurrentLocalActivityExecutions: concurrentRecords,
    maxCachedWorkflows: 2_000, // about 121 kB each
    stickyQueueScheduleToStartTimeout: '2s',
    shutdownGraceTime: '5s',
    shutdownForceTime: '8s',
  });
  console.log('worker ready');
  await worker.run();
  await connection.close();
  await temporal.close();
  await Promise.all([pool.end(), payments.end()]);
}

await main();
