import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DisbursementActivities, disbursementActivities } from '../../activities/disbursement.ts';
import { storeIncoming } from '../../src/db/payments/files.ts';
import { openRun } from '../../src/db/payments/runs.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { type BankDirectory, bankDirectory } from '../../src/gateways/bank/directory.ts';
import { policySource } from '../../src/policy/source.ts';
import type { BankMode } from '../../src/simulators/bank/modes.ts';
import { type BankSimulator, readBankBook, startBank } from '../../src/simulators/bank.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { reportXml } from './support/fakeBank.ts';
import { aCounty, aHousehold, arranger, cipher, dangyang } from './support/households.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';

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
    debtorOf: async () => ({ name: '当阳市财政局', accountNo: '4205820000000001', bankCode: '402526000000' }),
    tell: async () => {},
  });
  const twice = async (step: (a: DisbursementActivities) => Promise<unknown>) =>
    void (await Promise.allSettled([step(worker), step(worker)]));

  const runId = await inTransaction(database.worker, (tx) => openRun(tx, dangyang, '2026-01', 'finance-1'));
  await twice((a) => a.prepareDisbursement(runId));
  expect(await office.run(runId)).toMatchObject({ state: 'prepared', planned: { lines: 2, fen: 110_000 } });
  await signedByHand(runId, 110_000);
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

/** Two signatures, put where the workflow would put them. */
async function signedByHand(runId: RunId, totalFen: number): Promise<void> {
  for (const nth of [1, 2]) {
    await sql.query(
      `with c as (insert into command (command_id, actor, key, body_hash, kind, division, content_hash, created_at, receipt)
                  values (gen_random_uuid(), $3, 'k', 'h', 'signDisbursement', $4, 'h', now(), '{}') returning command_id)
       insert into disbursement_signature (disbursement_id, county, nth, officer, role, division, total_fen, command_id, at)
       select $1, $4, $2, $3, 'finance_officer', $4, $5, command_id, now() from c`,
      [runId, nth, `finance-${nth}`, dangyang, totalFen],
    );
  }
  await sql.query(`update disbursement set state = 'signed' where disbursement_id = $1`, [runId]);
}
