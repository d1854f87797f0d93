import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DisbursementActivities, disbursementActivities } from '../../activities/disbursement.ts';
import { storeIncoming } from '../../src/db/payments/files.ts';
import { openRun, runOf } from '../../src/db/payments/runs.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { type BankDirectory, bankDirectory } from '../../src/gateways/bank/directory.ts';
import { debtorOf } from '../../src/policy/debtor.ts';
import { policySource } from '../../src/policy/source.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { fakeBank, reportXml } from './support/fakeBank.ts';
import { aCounty, aHousehold, arranger, cipher, dangyang } from './support/households.ts';
import { signatureByHand } from './support/signatureByHand.ts';

let database: TestDatabase;
let sql: pg.Client;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'doudi-bank-'));
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 60_000 }]);
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
  await rm(root, { recursive: true, force: true });
});

const run = (runId: RunId) => inTransaction(database.worker, (tx) => runOf(tx, runId));

test('every step done twice at once, and cut off after it took effect, is done once', async () => {
  let crashes = 1;
  const directory = await bankDirectory(root);
  const handOver: BankDirectory['handOver'] = async (name, bytes) => {
    const answer = await directory.handOver(name, bytes);
    if (crashes-- > 0) throw new Error('killed before it could record that the bank has the file');
    return answer;
  };
  const worker = disbursementActivities({
    pool: database.worker,
    cipher,
    policy: policySource(),
    bank: { ...directory, handOver },
    debtorOf: debtorOf(policySource()),
    tell: async () => {},
  });
  const twice = async (step: (a: DisbursementActivities) => Promise<unknown>) =>
    void (await Promise.allSettled([step(worker), step(worker)]));

  const runId = await inTransaction(database.worker, (tx) => openRun(tx, dangyang, '2026-01', 'finance-1'));
  await twice((a) => a.prepareDisbursement(runId));
  expect(await run(runId)).toMatchObject({ state: 'prepared', planned: { lines: 2, fen: 110_000 } });
  for (const nth of [1, 2]) await signatureByHand(sql, runId, nth, 110_000);
  await sql.query(`update disbursement set state = 'signed' where disbursement_id = $1`, [runId]);
  await twice((a) => a.writeDisbursementFile(runId));
  await twice((a) => a.handOverDisbursement(runId));
  await worker.handOverDisbursement(runId);
  expect(await run(runId)).toMatchObject({ state: 'handedOver' });
  const taken = await fakeBank(root).takeFiles();
  expect(taken.map(({ lines }) => lines.length)).toEqual([2]);

  const lines = taken[0]!.lines.map(({ endToEndId }) => ({ endToEndId, status: 'RJCT' as const, reason: 'TM01' }));
  const bytes = Buffer.from(reportXml('R1', 'DD420582-202601', lines));
  await inTransaction(database.worker, (tx) => storeIncoming(tx, cipher, runId, 'r1.xml', bytes));
  await twice((a) => a.postBankReports(runId));
  expect(await run(runId)).toMatchObject({ returned: { lines: 2, fen: 110_000 } });
  const postings = await sql.query(
    `select posting, count(*)::int as n, sum(debit_fen - credit_fen)::int as balance from ledger_entry group by posting order by posting`,
  );
  expect(postings.rows).toEqual([
    { posting: 'ordered', n: 4, balance: 0 },
    { posting: 'returned', n: 4, balance: 0 },
  ]);
});

test('a step that fails says why and what to do, and never what stands in a row', async () => {
  const failing = (error: Error) =>
    disbursementActivities({
      pool: database.worker,
      cipher,
      policy: policySource(),
      bank: { handOver: () => Promise.reject(error), givenAs: () => Promise.reject(error) },
      debtorOf: () => Promise.reject(error),
      tell: async () => {},
    });
  const runId = await inTransaction(database.worker, (tx) => openRun(tx, dangyang, '2026-02', 'finance-1'));
  await failing(new Error('unused')).prepareDisbursement(runId);
  for (const nth of [1, 2]) await signatureByHand(sql, runId, nth, 220_000);
  await sql.query(`update disbursement set state = 'signed' where disbursement_id = $1`, [runId]);

  const missing = new Error('No payment.debtor.name is set for 420582000000; add it to counties/*.yaml, and reload');
  await expect(failing(missing).writeDisbursementFile(runId)).rejects.toThrow(missing.message);
  const telling = Object.assign(new Error('Key (name)=(测试甲) already exists.'), { name: 'error', code: '23505' });
  await expect(failing(telling).writeDisbursementFile(runId)).rejects.toThrow(/: error, 23505$/);
});
