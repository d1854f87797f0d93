import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { afterEach, expect, it } from 'vitest';
import { caseClient } from '../../src/commands/caseClient.ts';
import { dataConverter } from '../../src/commands/dataConverter.ts';
import { runClient } from '../../src/commands/runClient.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import type { DataKey } from '../../src/gateways/crypto/keyRing.ts';
import { diskDocuments } from '../../src/gateways/documents.ts';
import { explain } from '../../src/upkeep/explain.ts';
import { keysIn } from '../../src/upkeep/keysIn.ts';
import { rebuild } from '../../src/upkeep/rebuild.ts';
import { rotateKeys } from '../../src/upkeep/rotate.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { caseAt } from '../kernel/support/places.ts';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

let county: County;
let directory: string;
const windows: Window[] = [];
afterEach(async () => {
  for (const window of windows.splice(0)) await window.close();
  await county?.stop();
  await rm(directory, { recursive: true, force: true });
});

const pdf = Buffer.from('%PDF-1.7\n示例甲的诊断证明\n%%EOF');

/** All that speaks for the county, with a key ring of its own. */
async function officeWith(keys: readonly DataKey[]) {
  const client = new Client({ connection: county.client.connection, dataConverter: dataConverter(keys) });
  const cases = caseClient(client, county.taskQueue, county.db.worker);
  const cipher = fieldCipher(keys, testHashKey);
  const documents = { directory, keys };
  const window = await openWindow(county, { cases, cipher, documents: diskDocuments(documents) });
  windows.push(window);
  const { owner, worker: pool } = county.db;
  const runs = runClient(client, county.taskQueue);
  return {
    client,
    cases,
    cipher,
    window,
    rotate: () => rotateKeys({ owner, pool, cipher, documents, client, cases, runs }),
  };
}

const keysOfHistory = async (caseId: CaseId) => [
  ...keysIn(await county.client.workflow.getHandle(caseWorkflowId(caseId)).fetchHistory()),
];

async function decides(window: Window, caseId: CaseId, kind: string, content: object) {
  const { taskId, version } = await eventually(`${kind} on the worklist`, async () => {
    const url = `/v1/tasks?standing=true&caseId=${caseId}&kind=${kind}`;
    return (await window.get(accounts.clerk, url)).json().items[0];
  });
  const answer = await window.post(accounts.clerk, `/v1/tasks/${taskId}/decision`, {
    taskVersion: version,
    ...content,
  });
  expect(answer.statusCode, answer.body).toBe(200);
}

it('a new key is put in front while cases live; they go on, all is sealed anew, and the old key is dropped', async () => {
  directory = await mkdtemp(join(tmpdir(), 'doudi-keys-'));
  county = await startCounty();
  const before = await officeWith(testKeys);
  const posted = await caseAt(county, 'while posted');
  const applied = await caseAt(county, 'before acceptance');
  const added = await before.window.upload(
    accounts.clerk,
    `/v1/cases/${posted}/documents?code=101`,
    pdf,
    '诊断证明.pdf',
  );
  expect(added.statusCode, added.body).toBe(201);
  expect(await keysOfHistory(posted)).toEqual(['test']);

  // Every process is started again with the new key in front and the old one behind it.
  const fresh: DataKey = { id: 'new', key: Buffer.alloc(32, 8) };
  await county.stopWorker();
  await county.startWorker({ keys: [fresh, ...testKeys] });
  const both = await officeWith([fresh, ...testKeys]);
  await decides(both.window, applied, 'accept', { outcome: 'accepted' });
  expect((await keysOfHistory(applied)).sort()).toEqual(['new', 'test']);

  const { texts, ...rotated } = await both.rotate();
  expect(rotated).toEqual({ keyId: 'new', documents: 1, workflows: 2, left: 0 });
  expect(texts).toBeGreaterThan(10);
  expect(await both.rotate()).toEqual({ keyId: 'new', texts: 0, documents: 0, workflows: 0, left: 0 });

  // And again, without the old key.
  await county.stopWorker();
  await county.startWorker({ keys: [fresh] });
  const { window, cipher } = await officeWith([fresh]);
  const read = async (path: string) => (await window.get(accounts.clerk, `/v1/cases/${posted}${path}`)).statusCode;
  for (const path of [
    '',
    '/declaration',
    '/family',
    '/checks',
    '/decisions',
    '/explanation',
    '/documents',
    '/messages',
  ])
    expect(await read(path), path).toBe(200);
  const { documentId } = added.json();
  const file = await window.get(accounts.clerk, `/v1/cases/${posted}/documents/${documentId}`);
  expect(file.rawPayload.equals(pdf)).toBe(true);
  await decides(window, applied, 'withdraw', { outcome: 'withdrawn', reason: '家庭收入好转' });
  for (const caseId of [posted, applied]) await expectSound(county, caseId);
  const explained = await inTransaction(county.db.worker, (tx) => explain(tx, cipher, posted));
  expect(explained.map(({ same }) => same)).toEqual([true]);
  expect((await inTransaction(county.db.worker, (tx) => verifyAll(tx, []))).breaches).toEqual([]);
  expect(await rebuild(county.db.owner, { check: true })).toMatchObject({ differing: [], broken: [] });
});
