import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DisbursementActivities, disbursementActivities } from '../../activities/disbursement.ts';
import { storeIncoming } from '../../src/db/payments/files.ts';
import { openRun } from '../../src/db/payments/runs.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { type BankDirectory, bankDirectory } from '../../src/gateways/bank/directory.ts';
import { debtorOf } from '../../src/policy/debtor.ts';
import { policySource } from '../../src/policy/source.ts';
import type { BankMode } from '../../src/simulators/bank/modes.ts';
import { type BankSimulator, readBankBook, startBank } from '../../src/simulators/bank.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { reportXml } from './support/fakeBank.ts';
import { aCounty, aHousehold, arranger, cipher, dangyang } from './support/households.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';
import { signatureByHand } from './support/signatureByHand.ts';

let database: TestDatabase;
let sql: pg.Client;
let office: PayOffice;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  office = await openPayOffice(database);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 60_000 }]);
});
afterAll(async () => {
  await office?.stop();
  await sql?.end();
  await database?.drop();
});

test('every step done twice at once, and cut off after it took effect, is done once', async () => {
  let crashes = 1;
  const directory = await bankDirectory(office.root);
  const handOver: BankDirectory['handOver'] = async (name, bytes) => {
    const answer = await directory.handOver(name, bytes);
    if (crashes-- > 0) throw new Error('killed before it could record that the bank has the file');
    return answer;
  };
  const worker = disbursementActivities({
    pool: database.worker,
    cipher,
    policy: policySource(),
    bank: { handOver },
    debtorOf: debtorOf(policySource()),
    tell: async () => {},
  });
  const twice = async (step: (a: DisbursementActivities) => Promise<unknown>) =>
    void (await Promise.allSettled([step(worker), step(worker)]));

  const runId = await inTransaction(database.worker, (tx) => openRun(tx, dangyang, '2026-01', 'finance-1'));
  await twice((a) => a.prepareDisbursement(runId));
  expect(await office.run(runId)).toMatchObject({ state: 'prepared', planned: { lines: 2, fen: 110_000 } });
  for (const nth of [1, 2]) await signatureByHand(sql, runId, nth, 110_000);
  await sql.query(`update disbursement set state = 'signed' where disbursement_id = $1`, [runId]);
  await twice((a) => a.writeDisbursementFile(runId));
  await twice((a) => a.handOverDisbursement(runId));
  await worker.handOverDisbursement(runId);
  expect(await office.run(runId)).toMatchObject({ state: 'handedOver' });
  const taken = await office.bank.takeFiles();
  expect(taken.map(({ lines }) => lines.length)).toEqual([2]);

  const lines = taken[0]!.lines.map(({ endToEndId }) => ({ endToEndId, status: 'RJCT' as const, reason: 'AC04' }));
  const bytes = Buffer.from(reportXml('R1', 'DD420582-202601', lines));
  await inTransaction(database.worker, (tx) => storeIncoming(tx, cipher, runId, 'r1.xml', bytes));
  await twice((a) => a.postBankReports(runId));
  expect(await office.run(runId)).toMatchObject({ returned: { lines: 2, fen: 110_000 } });
  const postings = await sql.query(
    `select posting, count(*)::int as n, sum(debit_fen - credit_fen)::int as balance from ledger_entry group by posting order by posting`,
  );
  expect(postings.rows).toEqual([
    { posting: 'ordered', n: 4, balance: 0 },
    { posting: 'returned', n: 4, balance: 0 },
  ]);
  await sql.query(`delete from payment_line; delete from ledger_entry`); // those accounts are not at fault in what follows
});

test('a step that fails says why and what to do, and never what stands in a row', async () => {
  const failing = (error: Error) =>
    disbursementActivities({
      pool: database.worker,
      cipher,
      policy: policySource(),
      bank: { handOver: () => Promise.reject(error) },
      debtorOf: () => Promise.reject(error),
      tell: async () => {},
    });
  const runId = await inTransaction(database.worker, (tx) => openRun(tx, dangyang, '2025-12', 'finance-1'));
  await sql.query(`update entitlement set month_from = '2025-12-01'`);
  await failing(new Error('unused')).prepareDisbursement(runId);
  for (const nth of [1, 2]) await signatureByHand(sql, runId, nth, 110_000);
  await sql.query(`update disbursement set state = 'signed' where disbursement_id = $1`, [runId]);

  const missing = new Error('No payment.debtor.name is set for 420582000000; add it to counties/*.yaml, and reload');
  await expect(failing(missing).writeDisbursementFile(runId)).rejects.toThrow(missing.message);
  const telling = Object.assign(new Error('Key (name)=(测试甲) already exists.'), { name: 'error', code: '23505' });
  await expect(failing(telling).writeDisbursementFile(runId)).rejects.toThrow(/: error, 23505$/);
});

const modes: readonly { mode: BankMode; released?: true; paid: number; aside: readonly string[] }[] = [
  { mode: 'normal', paid: 2, aside: [] },
  { mode: 'twice', paid: 2, aside: [] },
  { mode: 'contradictory', paid: 2, aside: ['contradictory', 'duplicate'] },
  { mode: 'unknownLine', paid: 2, aside: ['unknownLine'] },
  { mode: 'silent', released: true, paid: 2, aside: [] },
  { mode: 'halfWritten', released: true, paid: 2, aside: ['unreadable'] },
  { mode: 'wrongEncoding', paid: 0, aside: ['unreadable'] },
  { mode: 'wrongSum', paid: 0, aside: ['unreadable'] },
];

test.each(modes)(
  'a bank that is $mode: $paid lines paid, set aside: $aside',
  async ({ mode, released, paid, aside }) => {
    await sql.query(`update entitlement set month_from = $1`, [`${period(mode)}-01`]);
    const runId = await office.open(period(mode));
    const bank: BankSimulator = await startBank({ dir: office.root, pollMs: 20 });
    try {
      bank.behave(mode);
      await office.toTheBank(runId);
      if (released) {
        await eventually('the bank has paid', async () =>
          (await readBankBook(office.root)).some(({ messageId }) => messageId === messageOf(mode)),
        );
        if (aside.length > 0) await setAside(runId, aside);
        expect((await office.run(runId)).paid.lines).toBe(0);
        await bank.release();
      }
      await setAside(runId, aside);
      await eventually(`${paid} lines are paid`, async () => (await office.run(runId)).paid.lines === paid);
      const closed = await office.close(runId);
      expect(closed).toMatchObject(paid === 2 ? { kind: 'receipt' } : { kind: 'refused', code: 'runNotBalanced' });
      const booked = (await readBankBook(office.root)).filter(({ messageId }) => messageId === messageOf(mode));
      expect(booked.map(({ amountFen }) => amountFen).sort()).toEqual([50_000, 60_000]);
    } finally {
      await bank.stop();
    }
  },
);

function period(mode: BankMode): string {
  return `2026-${String(modes.findIndex((each) => each.mode === mode) + 2).padStart(2, '0')}`;
}

function messageOf(mode: BankMode): string {
  return `DD420582-${period(mode).replace('-', '')}`;
}

async function setAside(runId: RunId, reasons: readonly string[]): Promise<void> {
  await eventually(`set aside: ${reasons.join(', ')}`, async () => {
    const { rows } = await sql.query<{ reason: string }>(
      'select distinct reason from payment_quarantine where disbursement_id = $1 order by reason',
      [runId],
    );
    return JSON.stringify(rows.map(({ reason }) => reason)) === JSON.stringify(reasons);
  });
}
