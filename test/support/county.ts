import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { type CaseClient, caseClient } from '../../src/commands/caseClient.ts';
import { type DecideDeps, type Decided, decideTask } from '../../src/commands/decideTask.ts';
import { type TestClock, testClock } from '../../src/commands/testClock.ts';
import { particularsOf } from '../../src/contracts/particulars.ts';
import { canonical } from '../../src/db/case/journal.ts';
import { storeFact } from '../../src/db/inbox/facts.ts';
import { inDivision, inTransaction } from '../../src/db/pool.ts';
import { nextCaseNumber, storeApplication } from '../../src/db/queries/applications.ts';
import { checkApplication, type HandedIn } from '../../src/domain/application.ts';
import { type CaseId, type DivisionCode, type Key, type OfficerId, publicId } from '../../src/domain/case/ids.ts';
import { levelOf, type Role } from '../../src/domain/case/roles.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { type TaskKindName, taskKinds } from '../../src/domain/case/taskKinds.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { policySource } from '../../src/policy/source.ts';
import { freshDatabase, type TestDatabase, testsBegin } from './database.ts';
import { eventually } from './eventually.ts';
import { seedHousehold, yuyang } from './people.ts';
import { quietRuntime } from './runtime.ts';
import { startTestWorker, type TestWorkerOptions, testConverter, testHashKey, testKeys } from './worker.ts';

/** A county of a test's own: its database, its task queue, a worker in this process unless told otherwise. */
export interface County {
  readonly db: TestDatabase;
  readonly taskQueue: string;
  readonly client: Client;
  readonly cases: CaseClient;
  readonly clock: TestClock;
  readonly deps: DecideDeps;
  /** Stores an application as the window does, and starts its case. */
  apply(handedIn?: HandedIn): Promise<CaseId>;
  state(caseId: CaseId): Promise<CaseState>;
  /** Decides the open task of this kind, by an officer of the role it asks for. */
  decide(caseId: CaseId, kind: TaskKindName, content: DecisionInput, options?: DecideOptions): Promise<Decided>;
  /** Waits until a task of this kind is open, and gives its key. */
  opened(caseId: CaseId, kind: TaskKindName): Promise<Key>;
  /** Stores a fact and tells the case, by this county's connection or by another. */
  fact(caseId: CaseId, name: string, content?: object, key?: Key, by?: CaseClient): Promise<string>;
  startWorker(change?: Partial<TestWorkerOptions>): Promise<void>;
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

export type DecisionInput = { readonly outcome: string } & Record<string, unknown>;
export interface DecideOptions {
  readonly officer?: string;
  readonly role?: Role;
  readonly division?: DivisionCode;
  readonly idempotencyKey?: string;
  readonly taskVersion?: number;
  readonly task?: Key;
  /** Whose connection to Temporal it is sent by. */
  readonly cases?: CaseClient;
}

/** `begins`: business time at which its life begins, whatever the real date; its clock goes forward from there. */
export async function startCounty({
  worker = true,
  address = inject('temporalAddress'),
  begins = testsBegin,
  superuserUrl = inject('superuserUrl'),
} = {}): Promise<County> {
  quietRuntime();
  const db = await freshDatabase({ begins, superuserUrl });
  const taskQueue = db.name;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, dataConverter: testConverter });
  const cases = caseClient(client, taskQueue, db.worker);
  const cipher = fieldCipher(testKeys, testHashKey);
  const policy = policySource();
  const deps: DecideDeps = { pool: db.api, cases, policy };
  let stopWorker = async () => {};

  async function startWorker(change: Partial<TestWorkerOptions> = {}): Promise<void> {
    const bundle = inject('workflowBundlePath');
    const stop = await startTestWorker({ address, taskQueue, bundle, pool: db.worker, ...change });
    stopWorker = async () => {
      stopWorker = async () => {};
      await stop();
    };
  }
  if (worker) await startWorker();

  const state = (caseId: CaseId) =>
    inTransaction(db.worker, async (tx) => {
      const { rows } = await tx.query<{ state: CaseState }>('select state from case_file where case_id = $1', [caseId]);
      return rows[0]?.state as CaseState;
    });

  const opened = (caseId: CaseId, kind: TaskKindName) =>
    eventually(`a task ${kind} is open`, async () => {
      const now = await state(caseId);
      return Object.keys(now?.open ?? {}).find((key) => now.open[key as Key]?.kind === kind) as Key | undefined;
    });

  return {
    db,
    taskQueue,
    client,
    cases,
    deps,
    state,
    opened,
    startWorker,
    clock: testClock(db.worker, cases),
    stopWorker: () => stopWorker(),

    async apply(handedIn = seedHousehold()) {
      const checked = checkApplication(handedIn, '2026-12-31');
      if (!checked.ok) throw new Error(`The fixture is no valid application: ${checked.refusal.code}`);
      const caseId = randomUUID() as string as CaseId;
      await inDivision(db.api, handedIn.township, async (tx) => {
        const caseNumber = await nextCaseNumber(tx, handedIn.township, '2026');
        await storeApplication(tx, cipher, {
          caseId,
          caseNumber,
          submittedBy: '420582-0001',
          declaration: checked.value,
        });
      });
      await cases.start(caseId);
      return caseId;
    },

    async decide(caseId, kind, content, options = {}) {
      const key = options.task ?? (await opened(caseId, kind));
      const { open } = await state(caseId);
      const task = open[key];
      const role = options.role ?? task?.role ?? (taskKinds[kind].role as Role);
      const division = options.division ?? task?.division ?? yuyang;
      const commandId = randomUUID();
      const officer = (options.officer ?? `${levelOf[role] === 'county' ? 'c' : 't'}-${kind}`) as OfficerId;
      return decideTask(options.cases ? { ...deps, cases: options.cases } : deps, {
        commandId,
        key: options.idempotencyKey ?? commandId,
        bodyHash: cipher.keyedHash(canonical(content)),
        doer: { officer, role, division },
        taskId: publicId(caseId, key),
        taskVersion: options.taskVersion ?? task?.version ?? 1,
        outcome: content.outcome,
        particulars: particularsOf(kind, content),
        sealed: cipher.seal(JSON.stringify(content), `command:${commandId}`),
        contentHash: cipher.contentHash(canonical(content), caseId),
      });
    },

    async fact(caseId, name, content = {}, key, by = cases) {
      const factId = randomUUID();
      const { township } = await state(caseId);
      await inTransaction(db.worker, (tx) =>
        storeFact(tx, {
          factId,
          caseId,
          division: township,
          name,
          factKey: key ?? '',
          source: 'test',
          sourceId: factId,
          payload: {},
          sealed: cipher.seal(JSON.stringify(content), `fact:${factId}`),
          contentHash: cipher.contentHash(canonical(content), caseId),
        }),
      );
      await by.tell(caseId, { factId, name, ...(key ? { key } : {}) });
      return factId;
    },

    async stop() {
      await stopWorker();
      await connection.close();
      await db.drop();
    },
  };
}
