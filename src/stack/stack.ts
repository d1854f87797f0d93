import { rmSync, writeFileSync } from 'node:fs';
import { urgentQueue } from '../commands/caseClient.ts';
import { loadConfig } from '../config.ts';
import { startTracing } from '../tracing/start.ts';
import { prepareDatabase, provideServer, seedPolicy } from './database.ts';
import { seedDemoOfficials, seedStandbyFunds } from './demoSeed.ts';
import { keepEnvironment, stackEnvironment } from './environment.ts';
import { StackFailure } from './failure.ts';
import { startIdentityProvider } from './identityProvider.ts';
import type { Lifecycle, Running } from './lifecycle.ts';
import type { StackOptions } from './options.ts';
import { clear, placeFor } from './place.ts';
import { checkFree, type Ports, portsFrom } from './ports.ts';
import { keepSecrets } from './secrets.ts';
import { services } from './services.ts';
import type { Steps } from './steps.ts';
import { provideTemporalServer, workerPolls } from './temporal/provide.ts';
import { startWorkerProcess } from './workerProcess.ts';

/**
 * Brings the whole stack up, in order; what has been started is handed to `life` at once, so that a failure half way
 * leaves nothing behind.
 * @throws StackFailure with cause and remedy
 */
export async function startStack(options: StackOptions, steps: Steps, life: Lifecycle): Promise<Ports> {
  refuseProduction();
  const ports = portsFrom(options.portBase);
  await checkFree(portsNeeded(ports), options.portBase);
  let place = await placeFor(options.portBase);
  if (options.reset) {
    refuseResetOfOthers();
    await steps.step('Data removed 数据已清空', async () => clear(place));
    place = await placeFor(options.portBase);
  }
  const secrets = keepSecrets(place);
  life.started(pidFile(place.pid));

  const server = await steps.step(
    'PostgreSQL',
    () => provideServer(place, secrets, ports.postgres),
    (s) => s.describe,
  );
  if (server.cluster) life.started(server.cluster);
  const { urls } = await steps.step(
    'Schema 数据表',
    () => prepareDatabase(server),
    ({ ran }) => `${ran} new migrations`,
  );
  await steps.step(
    'Policy 政策标准',
    () => seedPolicy(urls.worker),
    ({ values, added }) => `${values} values, ${added} new`,
  );
  if (options.demo)
    await steps.step(
      'Demo people 演示人员',
      () => seedDemoOfficials(urls.worker),
      (n) => `${n} officials`,
    );
  if (options.demo)
    await steps.step(
      'Standby funds 备用金',
      () => seedStandbyFunds(urls.worker),
      (n) => `${n} opened`,
    );

  const temporal = await steps.step(
    'Temporal',
    () =>
      provideTemporalServer(
        { port: ports.temporal, uiPort: ports.temporalUi, logFile: place.log('temporal'), dbFile: place.temporalDb },
        steps.say,
      ),
    (t) => t.describe,
  );
  if (temporal.ours) life.started(temporal.ours);

  const identity = await steps.step('Identity provider 身份服务', () =>
    startIdentityProvider({ port: ports.identityProvider, audience: 'doudi', keyFile: place.identityKey }),
  );
  life.started(identity);

  const env = stackEnvironment({
    place,
    ports,
    secrets,
    urls,
    temporalAddress: temporal.address,
    issuer: identity.url,
  });
  keepEnvironment(place.environment, env);
  const config = loadConfig(env);
  life.started(await startTracing(config.tracesTo, { service: 'doudi-stack', warn: steps.say }));
  for (const { name, worksOn, queue } of workersOf(config.temporal.taskQueue))
    life.started(
      await steps.step(name, () =>
        startWorkerProcess({
          env: { ...env, WORKS_ON: worksOn },
          logFile: place.log(`worker-${worksOn}`),
          ready: () => workerPolls(temporal.address, config.temporal.namespace, queue),
          say: steps.say,
        }),
      ),
    );
  for (const service of services) life.started(await steps.step(service.name, () => service.start(config, ports)));
  return ports;
}

/** Emergencies have a process of their own: whatever the other one is busy with. */
const workersOf = (taskQueue: string) =>
  [
    { name: 'Worker 工作进程', worksOn: 'cases', queue: taskQueue },
    { name: 'Worker for emergencies 急难工作进程', worksOn: 'emergencies', queue: urgentQueue(taskQueue) },
  ] as const;

function pidFile(path: string): Running {
  writeFileSync(path, `${process.pid}\n`);
  return { stop: async () => rmSync(path, { force: true }) };
}

function portsNeeded(ports: Ports): Record<string, number> {
  const { postgres, temporal, temporalUi, ...always } = ports;
  return {
    ...always,
    ...(process.env.DATABASE_URL ? {} : { postgres }),
    ...(process.env.TEMPORAL_ADDRESS ? {} : { temporal, temporalUi }),
  };
}

function refuseProduction(): void {
  if (process.env.NODE_ENV === 'production')
    throw new StackFailure(
      '`npm start` is for development: it brings demo accounts and a clock that can be moved. 开发环境专用，不得用于生产。',
      'docs/operations.md says how Doudi runs in production. 生产运行见 docs/operations.md。',
    );
}

function refuseResetOfOthers(): void {
  if (process.env.DATABASE_URL || process.env.TEMPORAL_ADDRESS)
    throw new StackFailure(
      '--reset removes only data that Doudi keeps itself, not that at DATABASE_URL or TEMPORAL_ADDRESS. 不清空外部数据库。',
      'Empty that server yourself, or start without these variables. 请自行清空该服务器，或不设这两个变量启动。',
    );
}
