import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, type RuntimeOptions, Worker } from '@temporalio/worker';
import { disbursementActivities } from '../activities/disbursement.ts';
import { recordActivities } from '../activities/record.ts';
import { caseClient, urgentQueue } from './commands/caseClient.ts';
import { dataConverter } from './commands/dataConverter.ts';
import { connectionOptions, connectTemporal } from './commands/temporalConnection.ts';
import { type Config, loadConfig } from './config.ts';
import { createPool } from './db/pool.ts';
import { bankDirectory } from './gateways/bank/directory.ts';
import { fieldCipher } from './gateways/crypto/fieldCipher.ts';
import { underWay } from './heartbeat.ts';
import { debtorOf } from './policy/debtor.ts';
import { policySource } from './policy/source.ts';
import { traced } from './tracing/activity.ts';
import { startTracing } from './tracing/start.ts';
import { workerLog } from './workerLog.ts';

/** Local activities at once of each worker; the pool has a connection for each, so that none waits for another's. */
const concurrentRecords = { cases: 20, emergencies: 10 };

/**
 * The worker's process: runs the cases' workflows and writes their record. Emergencies have a queue of their own, and
 * with WORKS_ON a process of their own as well: a payday or a thousand clocks keep it from nothing. Any number may run.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const { taskQueue, worksOn } = config.temporal;
  const logger = workerLog(config.logLevel);
  const warn = (text: string) => logger.warn(text);
  const tracing = await startTracing(config.tracesTo, { service: 'doudi-worker', warn });
  Runtime.install({ logger, shutdownSignals: ['SIGTERM', 'SIGINT'], ...measured(config) });
  const pool = createPool(config.database.worker, connectionsFor(worksOn));
  const payments = createPool(config.database.worker, 4); // a payday waits for its own connections, never a decision for it
  const cipher = fieldCipher(config.dataKeys, config.hashKey);
  const policy = policySource();
  const temporal = await connectTemporal(config);
  const connection = await NativeConnection.connect(connectionOptions(config.temporal));
  const bundle = config.temporal.workflowBundle;
  const records = recordActivities({ pool, cipher, policy });
  const common = {
    connection,
    namespace: config.temporal.namespace,
    dataConverter: dataConverter(config.dataKeys),
    ...(bundle
      ? { workflowBundle: { codePath: bundle } }
      : { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) }),
    interceptors: { activity: [traced, underWay] },
    stickyQueueScheduleToStartTimeout: '2s' as const,
    shutdownGraceTime: '5s' as const,
    shutdownForceTime: '8s' as const,
  };

  const casesWorker = async () =>
    Worker.create({
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
  const emergenciesWorker = () =>
    Worker.create({
      ...common,
      taskQueue: urgentQueue(taskQueue),
      activities: records,
      maxConcurrentLocalActivityExecutions: concurrentRecords.emergencies,
      maxCachedWorkflows: 500,
    });

  const workers = await Promise.all([
    ...(worksOn === 'emergencies' ? [] : [casesWorker()]),
    ...(worksOn === 'cases' ? [] : [emergenciesWorker()]),
  ]);
  console.log('worker ready');
  await Promise.all(workers.map((worker) => worker.run()));
  await connection.close();
  await temporal.close();
  await Promise.all([pool.end(), payments.end(), tracing.stop()]);
}

function connectionsFor(worksOn: Config['temporal']['worksOn']): number {
  const { cases, emergencies } = concurrentRecords;
  return { all: cases + emergencies, cases, emergencies }[worksOn] + 2;
}

/** Temporal's own numbers of this process, at `/metrics` on a port of their own where one is given. */
function measured({ api, metricsPort }: Config): RuntimeOptions {
  if (metricsPort === undefined) return {};
  const prometheus = { bindAddress: `${api.host}:${metricsPort}`, useSecondsForDurations: true };
  return { telemetryOptions: { metrics: { prometheus } } };
}

await main();
