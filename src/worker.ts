import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { disbursementActivities } from '../activities/disbursement.ts';
import { recordActivities } from '../activities/record.ts';
import { caseClient, urgentQueue } from './commands/caseClient.ts';
import { dataConverter } from './commands/dataConverter.ts';
import { connectTemporal } from './commands/temporalConnection.ts';
import { loadConfig } from './config.ts';
import { createPool } from './db/pool.ts';
import { bankDirectory } from './gateways/bank/directory.ts';
import { fieldCipher } from './gateways/crypto/fieldCipher.ts';
import { underWay } from './heartbeat.ts';
import { debtorOf } from './policy/debtor.ts';
import { policySource } from './policy/source.ts';
import { workerLog } from './workerLog.ts';

/** Local activities at once of each worker; the pool has a connection for each, so that none waits for another's. */
const concurrentRecords = { cases: 20, urgent: 10 };

/** The worker's process: runs the cases' workflows and writes their record; emergencies have a queue of their own. Any number may run. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  Runtime.install({ logger: workerLog(config.logLevel), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const pool = createPool(config.database.worker, concurrentRecords.cases + concurrentRecords.urgent + 2);
  const payments = createPool(config.database.worker, 4); // a payday waits for its own connections, never a decision for it
  const cipher = fieldCipher(config.dataKeys, config.hashKey);
  const policy = policySource();
  const temporal = await connectTemporal(config);
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  const bundle = config.temporal.workflowBundle;
  const { taskQueue } = config.temporal;
  const records = recordActivities({ pool, cipher, policy });
  const common = {
    connection,
    namespace: config.temporal.namespace,
    dataConverter: dataConverter(config.dataKeys),
    ...(bundle
      ? { workflowBundle: { codePath: bundle } }
      : { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) }),
    interceptors: { activity: [underWay] },
    stickyQueueScheduleToStartTimeout: '2s' as const,
    shutdownGraceTime: '5s' as const,
    shutdownForceTime: '8s' as const,
  };
  const cases = await Worker.create({
    ...common,
    taskQueue,
    activities: {
      ...records,
      ...disbursementActivities({
        pool: payments,
        cipher,
        policy,
        bank: await bankDirectory(config.bankDir),
        debtorOf: debtorOf(policy),
        tell: caseClient(temporal.client, taskQueue, pool).tell,
      }),
    },
    maxConcurrentLocalActivityExecutions: concurrentRecords.cases,
    maxCachedWorkflows: 2_000, // about 121 kB each
  });
  const urgent = await Worker.create({
    ...common,
    taskQueue: urgentQueue(taskQueue),
    activities: records,
    maxConcurrentLocalActivityExecutions: concurrentRecords.urgent,
    maxCachedWorkflows: 500,
  });
  console.log('worker ready');
  await Promise.all([cases.run(), urgent.run()]);
  await connection.close();
  await temporal.close();
  await Promise.all([pool.end(), payments.end()]);
}

await main();
