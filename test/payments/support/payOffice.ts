import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { inject } from 'vitest';
import { type DisbursementActivities, disbursementActivities } from '../../../activities/disbursement.ts';
import type { CaseClient } from '../../../src/commands/caseClient.ts';
import type { Decided } from '../../../src/commands/decideTask.ts';
import { orderRun } from '../../../src/commands/orderRun.ts';
import { type RunClient, type RunCommandKind, runClient } from '../../../src/commands/runClient.ts';
import { openRun, runOf } from '../../../src/db/payments/runs.ts';
import { inDivision, inTransaction } from '../../../src/db/pool.ts';
import type { Doer } from '../../../src/domain/case/events.ts';
import type { DivisionCode, OfficerId } from '../../../src/domain/case/ids.ts';
import type { Role } from '../../../src/domain/case/roles.ts';
import type { Run, RunId, RunState } from '../../../src/domain/payments/run.ts';
import { bankDirectory } from '../../../src/gateways/bank/directory.ts';
import { underWay } from '../../../src/heartbeat.ts';
import { debtorOf } from '../../../src/policy/debtor.ts';
import { policySource } from '../../../src/policy/source.ts';
import { startBankWatcher } from '../../../src/relay/bankWatcher.ts';
import type { TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { quietRuntime } from '../../support/runtime.ts';
import { ownNamespace } from '../../support/temporal.ts';
import { testConverter } from '../../support/worker.ts';
import { fakeBank } from './fakeBank.ts';
import { cipher, dangyang } from './households.ts';

export interface OfficeOptions {
  /** Of a Temporal server of the test's own; else the shared one, in a namespace of the office's own. */
  readonly address?: string;
  /** Without one, the test starts it when it wants. */
  readonly worker?: boolean;
}

/** What a worker does instead of a run's real steps. */
export type Change = (real: DisbursementActivities) => Partial<DisbursementActivities>;

/** A finance office of a test's own: worker and watcher in a namespace of their own, and a bank over a directory. */
export async function openPayOffice(db: TestDatabase, cases?: Pick<CaseClient, 'tell'>, options: OfficeOptions = {}) {
  quietRuntime();
  const address = options.address ?? inject('temporalAddress');
  const taskQueue = `${db.name}-payments`;
  const root = await mkdtemp(join(tmpdir(), 'doudi-bank-'));
  const directory = await bankDirectory(root);
  const connection = await Connection.connect({ address });
  const namespace = options.address ? 'default' : await ownNamespace(connection, db.name);
  const client = new Client({ connection, namespace, dataConverter: testConverter });
  const runs: RunClient = runClient(client, taskQueue);
  const policy = policySource();
  const steps = disbursementActivities({
    pool: db.worker,
    cipher,
    policy,
    bank: directory,
    debtorOf: debtorOf(policy),
    tell: async (caseId, fact) => cases?.tell(caseId, fact),
  });
  let stopWorker = async () => {};

  async function startWorker(change: Change = () => ({})): Promise<void> {
    const native = await NativeConnection.connect({ address });
    const worker = await Worker.create({
      connection: native,
      namespace,
      dataConverter: testConverter,
      taskQueue,
      workflowBundle: { codePath: inject('workflowBundlePath') },
      activities: { ...steps, ...change(steps) },
      interceptors: { activity: [underWay] },
      stickyQueueScheduleToStartTimeout: '2s',
      shutdownGraceTime: '1s',
      shutdownForceTime: '3s',
    });
    const ended = worker.run();
    stopWorker = async () => {
      stopWorker = async () => {};
      worker.shutdown();
      await ended;
      await native.close();
    };
  }
  if (options.worker ?? true) await startWorker();

  const watcher = startBankWatcher({
    pool: db.worker,
    cipher,
    runs,
    bank: directory,
    log: pino({ level: 'silent' }),
    everyMs: 30,
    patienceSeconds: 1,
  });
  const run = (runId: RunId): Promise<Run> => inTransaction(db.worker, (tx) => runOf(tx, runId));
  const order = (
    kind: RunCommandKind,
    runId: RunId,
    totalFen: number,
    officer: string,
    options: OrderOptions = {},
  ): Promise<Decided> => {
    const commandId = randomUUID();
    const { role = 'finance_officer', division = dangyang, key = commandId } = options;
    const doer: Doer = { officer: officer as OfficerId, role, division: division as DivisionCode };
    const bodyHash = cipher.keyedHash(`${kind} ${runId} ${totalFen}`);
    return orderRun(
      { pool: db.api, runs },
      { kind, runId, commandId, key, bodyHash, contentHash: bodyHash, doer, totalFen },
    );
  };
  const at = (runId: RunId, ...states: RunState[]) =>
    eventually(`the run is ${states.join(' or ')}`, async () => {
      const now = await run(runId);
      return states.includes(now.state) && now;
    });

  return {
    root,
    bank: fakeBank(root),
    runs,
    run,
    at,
    steps,
    taskQueue,
    namespace,
    startWorker,
    stopWorker: () => stopWorker(),
    async open(period: string): Promise<RunId> {
      const runId = await inDivision(db.api, dangyang, (tx) => openRun(tx, dangyang, period, 'finance-1'));
      await runs.start(runId);
      await at(runId, 'prepared', 'signed', 'filed', 'handedOver', 'closed');
      return runId;
    },
    sign: (runId: RunId, totalFen: number, officer: string, options?: OrderOptions) =>
      order('signDisbursement', runId, totalFen, officer, options),
    close: (runId: RunId, officer = 'finance-1', options?: OrderOptions) =>
      order('closeDisbursement', runId, 0, officer, options),
    /** Both signatures, and the file with the bank. */
    async toTheBank(runId: RunId): Promise<Run> {
      const { toPay } = await run(runId);
      for (const officer of ['finance-1', 'finance-2']) await order('signDisbursement', runId, toPay.fen, officer);
      return at(runId, 'handedOver');
    },
    async stop() {
      await watcher.stop();
      await stopWorker();
      await connection.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export type PayOffice = Awaited<ReturnType<typeof openPayOffice>>;

export interface OrderOptions {
  readonly role?: Role;
  readonly division?: string;
  readonly key?: string;
}
