import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { caseClient } from '../../../src/commands/caseClient.ts';
import { type RunClient, runClient } from '../../../src/commands/runClient.ts';
import { checkCallbackPath } from '../../../src/contracts/checkPlatform.ts';
import { messageCallbackPath } from '../../../src/contracts/messages.ts';
import { startBank } from '../../../src/simulators/bank.ts';
import { startCheckPlatform } from '../../../src/simulators/checkPlatform.ts';
import { startInstantBank } from '../../../src/simulators/instantBank.ts';
import { startMessageGateway } from '../../../src/simulators/messages.ts';
import { freePort } from '../../../src/stack/ports.ts';
import { callbackSecret, messageCallbackSecret, registerSecret } from '../../support/api.ts';
import { runScript, type ScriptProcess } from '../../support/childProcess.ts';
import { freshDatabase } from '../../support/database.ts';
import { type Disk, startIsolatedPostgres } from '../../support/postgres.ts';
import { requestSecret } from '../../support/relay.ts';
import { type IsolatedTemporal, startIsolatedTemporal } from '../../support/temporal.ts';
import { testHashKey, testKeys } from '../../support/worker.ts';
import { openCounters } from './counters.ts';
import type { FailPoint } from './failPoint.ts';
import { startIssuer } from './issuer.ts';
import { openWire } from './proxy.ts';

export type Stack = Awaited<ReturnType<typeof openStack>>;

/** One process of the product, and another in its place when it has died. */
export interface Member {
  readonly name: string;
  readonly process: ScriptProcess;
  /** From now on it dies at this point of a transaction; resolves when it has. */
  diesAt(point: FailPoint): Promise<void>;
  /** It does not die at it after all. */
  spare(): Promise<void>;
  kill(): Promise<void>;
  /** Starts it again: nothing of it has to be rescued. `change`: with other settings than it had. */
  start(change?: Readonly<Record<string, string>>): Promise<void>;
}

/** What a fault needs otherwise than usual. */
export interface Made {
  readonly postgres?: { readonly disk?: Disk; readonly settings?: readonly string[] };
  readonly startTemporal?: () => Promise<IsolatedTemporal>;
  /** Where the bank's directory lies, where attachments do, and where all processes log to. */
  readonly bankDisk?: Disk;
  readonly documentsDisk?: Disk;
  readonly logsDisk?: Disk;
  readonly logLevel?: 'warn' | 'debug';
}

/**
 * The product as it runs in a county, each part a process of its own: two workers, two of the API, a relay; its own
 * PostgreSQL and Temporal over wires that can be cut; and the outside systems over their own protocols.
 */
export async function openStack({
  postgres: made = {},
  startTemporal = startIsolatedTemporal,
  bankDisk,
  documentsDisk,
  logsDisk,
  logLevel = 'warn',
}: Made = {}) {
  const [temporal, postgres, issuer, directory] = await Promise.all([
    startTemporal(),
    startIsolatedPostgres(made),
    startIssuer(),
    mkdtemp(join(tmpdir(), 'doudi-faults-')),
  ]);
  const db = await freshDatabase({ superuserUrl: postgres.superuserUrl });
  const wires = {
    postgres: await openWire({ port: Number(new URL(postgres.superuserUrl).port) }),
    temporal: await openWire({ port: Number(temporal.address.split(':')[1]) }),
  };
  const taskQueue = db.name;
  const ports = [await freePort(), await freePort()] as const;
  const callbackUrl = (path: string) => `http://127.0.0.1:${ports[0]}${path}`;
  const retry = { attempts: 500, firstMs: 100 }; // offered until it is taken, however long a process is down
  const platform = await startCheckPlatform({
    port: 0,
    secret: requestSecret,
    callbackUrl: callbackUrl(checkCallbackPath),
    callbackSecret,
    slowMs: 4_000,
    retry,
  });
  const messages = await startMessageGateway({
    port: 0,
    secret: requestSecret,
    callbackUrl: callbackUrl(messageCallbackPath),
    callbackSecret: messageCallbackSecret,
    retry,
  });
  const bankDir = join(directory, 'bank');
  const documentsDir = join(directory, 'documents');
  const logsDir = join(directory, 'logs');
  for (const each of [bankDir, documentsDir, logsDir]) await mkdir(each);
  await bankDisk?.mount(bankDir);
  await documentsDisk?.mount(documentsDir);
  await logsDisk?.mount(logsDir);
  let bank = await startBank({ dir: bankDir, pollMs: 50 });
  const instantBank = await startInstantBank({ dir: bankDir, port: 0, secret: requestSecret });

  const overWire = (url: string) => url.replace(/:\d+\//, `:${wires.postgres.port}/`);
  const environment = {
    NODE_ENV: 'test',
    LOG_LEVEL: logLevel,
    TEST_CLOCK: 'on',
    DATABASE_URL_API: overWire(db.urls.api),
    DATABASE_URL_WORKER: overWire(db.urls.worker),
    TEMPORAL_ADDRESS: `127.0.0.1:${wires.temporal.port}`,
    TASK_QUEUE: taskQueue,
    WORKFLOW_BUNDLE: inject('workflowBundlePath'),
    DATA_KEYS: testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(),
    HASH_KEY: testHashKey.toString('base64'),
    OIDC_ISSUER: issuer.url,
    CHECK_PLATFORM_URL: platform.url,
    CHECK_PLATFORM_SECRET: requestSecret,
    CALLBACK_SECRET: callbackSecret,
    MESSAGE_GATEWAY_URL: messages.url,
    MESSAGE_GATEWAY_SECRET: requestSecret,
    MESSAGE_CALLBACK_SECRET: messageCallbackSecret,
    INSTANT_BANK_URL: instantBank.url,
    INSTANT_BANK_SECRET: requestSecret,
    REGISTERS_SECRET: registerSecret,
    BANK_DIR: bankDir,
    DOCUMENTS_DIR: documentsDir,
    CALLBACK_BASE_URL: callbackUrl(''),
  };
  const logs: string[] = [];

  async function member(name: string, entry: string, ready: string, own: Record<string, string> = {}): Promise<Member> {
    const failPoint = join(directory, `${name}.fail`);
    const launch = async (change: Readonly<Record<string, string>> = {}) => {
      await rm(failPoint, { force: true });
      const settings = { ...environment, ...own, ...change, ENTRY: entry, FAIL_POINT_FILE: failPoint };
      const logFile = logsDisk && join(logsDir, `${name}.${randomUUID()}.log`);
      const script = runScript('test/faults/stack/process.ts', settings, [], logFile);
      void script.ended().then(() => logs.push(script.output()));
      await script.printed(ready);
      return script;
    };
    let script = await launch();
    return {
      name,
      get process() {
        return script;
      },
      async diesAt(point) {
        await writeFile(failPoint, JSON.stringify(point));
        await script.ended();
      },
      spare: () => rm(failPoint, { force: true }),
      kill: () => script.kill(),
      async start(change) {
        script = await launch(change);
      },
    };
  }
  const worker = (name: string) => member(name, 'src/worker.ts', 'worker ready');
  const api = (name: string, port: number) => member(name, 'src/api/main.ts', 'api ready', { PORT: String(port) });
  const [worker1, worker2, api1, api2, relay] = await Promise.all([
    worker('worker1'),
    worker('worker2'),
    api('api1', ports[0]),
    api('api2', ports[1]),
    member('relay', 'src/relay/main.ts', 'relay ready'),
  ]);
  const members = { workers: [worker1, worker2], apis: [api1, api2], relay } as const;
  const all = [worker1, worker2, api1, api2, relay];

  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });

  return {
    db,
    postgres,
    temporal,
    client,
    cases: caseClient(client, taskQueue, db.worker),
    runs: runClient(client, taskQueue) as RunClient,
    wires,
    ...members,
    platform,
    messages,
    bankDir,
    documentsDir,
    logsDir,
    get bank() {
      return bank;
    },
    /** The bank's own program goes down and comes back: its book and its files stay. */
    async restartBank() {
      await bank.stop();
      bank = await startBank({ dir: bankDir, pollMs: 50 });
    },
    counters: openCounters(ports, issuer.url),
    /** Whatever its processes have printed. */
    printed: () => [...logs, ...all.map(({ process }) => process.output())].join('\n'),

    async close() {
      wires.postgres.mend();
      wires.temporal.mend();
      await Promise.all(all.map((each) => each.kill()));
      await Promise.all([platform.stop(), messages.stop(), bank.stop(), instantBank.stop(), issuer.stop()]);
      await connection.close();
      await db.drop().catch(() => {}); // a cluster left broken by its fault goes as a whole
      await Promise.all([wires.postgres.close(), wires.temporal.close()]);
      await temporal.dispose();
      await postgres.dispose();
      for (const disk of [bankDisk, documentsDisk, logsDisk]) await disk?.unmount();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
