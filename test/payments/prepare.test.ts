import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdReasons } from '../../src/contracts/paymentReasons.ts';
import { prepareRun } from '../../src/db/payments/prepare.ts';
import { openRun, runOf } from '../../src/db/payments/runs.ts';
import { inDivision, inTransaction } from '../../src/db/pool.ts';
import { readLines } from '../../src/db/queries/disbursements.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { aCounty, aHousehold, arranger, dangyang, giveAccount } from './support/households.ts';

let database: TestDatabase;
let sql: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('held back: no account, an account of another household, a month after a death; everything else is planned', async () => {
  const plain = await aHousehold(sql, [{ from: '2026-10', fenPerMonth: 87_200 }]);
  const poor = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 50_000 }], { account: false });
  const one = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 30_000 }], { account: '6200000000000000' });
  const other = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 40_000 }], { account: '6200000000000000' });
  const bereaved = await aHousehold(sql, [{ from: '2026-10', fenPerMonth: 20_000 }]);
  await sql.query(
    `with batch as (insert into register_batch (batch_id, content_hash, received_at, rows, refused) values ('B-1', 'h', now(), 1, '[]') returning batch_id)
     insert into person_flag (case_id, division, member_no, flag, since, batch_id, row_id, reference, reported_at)
     select case_id, division, member_no, 'death', '2026-10-14', batch_id, 'R-1', 'R-1', now() from person, batch where case_id = $1`,
    [bereaved.caseId],
  );

  const runId = await inTransaction(database.worker, async (tx) => openRun(tx, dangyang, '2026-11', 'finance-1'));
  await inTransaction(database.worker, (tx) => prepareRun(tx, runId));
  await inTransaction(database.worker, (tx) => prepareRun(tx, runId)); // once more changes nothing

  const { rows } = await sql.query(
    `select case_id, to_char(month, 'YYYY-MM') as month, status, reason from payment_line order by case_id, month`,
  );
  const of = (caseId: string) =>
    rows.filter((row) => row.case_id === caseId).map((row) => `${row.month} ${row.reason ?? row.status}`);
  expect(of(plain.caseId)).toEqual(['2026-10 planned', '2026-11 planned']);
  expect(of(poor.caseId)).toEqual(['2026-11 noAccount']);
  expect(of(one.caseId)).toEqual(['2026-11 sameAccountInOtherHousehold']);
  expect(of(other.caseId)).toEqual(['2026-11 sameAccountInOtherHousehold']);
  expect(of(bereaved.caseId)).toEqual(['2026-10 planned', '2026-11 deathReported']);

  const run = await inTransaction(database.worker, (tx) => runOf(tx, runId));
  expect(run).toMatchObject({
    state: 'prepared',
    planned: { lines: 7, fen: 334_400 },
    held: { lines: 4, fen: 140_000 },
    toPay: { lines: 3, fen: 194_400 },
  });
  const { items } = await inDivision(database.api, dangyang, (tx) =>
    readLines(tx, runId, { status: 'held', limit: 10 }),
  );
  expect([...new Set(items.map(({ reasonTitle }) => reasonTitle))].sort()).toEqual(
    [holdReasons.noAccount, holdReasons.deathReported, holdReasons.sameAccountInOtherHousehold].sort(),
  );
  const control = (await sql.query('select control from disbursement')).rows[0].control;
  expect(control).toEqual({
    households: 2,
    arrearsLines: 2,
    arrearsFen: 107_200,
    heldByReason: { noAccount: 1, sameAccountInOtherHousehold: 2, deathReported: 1 },
    overpaid: { households: 0, fen: 0 },
  });
  await giveAccount(sql, poor.caseId);
});

test('a line held in one run is paid by the next, once its reason is gone', async () => {
  const runId = await inTransaction(database.worker, async (tx) => openRun(tx, dangyang, '2026-12', 'finance-1'));
  await inTransaction(database.worker, (tx) => prepareRun(tx, runId));
  const { rows } = await sql.query(
    `select to_char(month, 'YYYY-MM') as month, status, amount_fen from payment_line where disbursement_id = $1 and amount_fen = 50000 order by month`,
    [runId],
  );
  expect(rows).toEqual([
    { month: '2026-11', status: 'planned', amount_fen: 50_000 },
    { month: '2026-12', status: 'planned', amount_fen: 50_000 },
  ]);
});

test('a township sees the payments of its own households, the county sees the run, and nobody else sees anything', async () => {
  const seen = (division: string) =>
    inDivision(database.api, division, async (tx) => {
      const count = async (table: string) => (await tx.query(`select from ${table}`)).rowCount ?? 0;
      return {
        runs: await count('disbursement'),
        lines: await count('payment_line'),
        timeline: await count('case_timeline'),
      };
    });
  expect(await seen('420582000000')).toEqual({ runs: 2, lines: 16, timeline: 10 });
  expect(await seen('420582001000')).toEqual({ runs: 0, lines: 16, timeline: 10 });
  expect(await seen('420582101000')).toEqual({ runs: 0, lines: 0, timeline: 0 });
  expect(await seen('451322000000')).toEqual({ runs: 0, lines: 0, timeline: 0 });
  expect((await database.api.query('select from payment_line')).rowCount).toBe(0); // a used connection, no division
  expect((await database.api.query('select from person_flag')).rowCount).toBe(0);
});

test('an account that a household in benefit of another county is paid to is held as well, until one of them ends', async () => {
  const account = '6200000000009999';
  const here = await aHousehold(sql, [{ from: '2027-01', fenPerMonth: 70_000 }], { account });
  const there = await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 80_000 }], { account, county: '451322000000' });
  const linesOf = async (period: string) => {
    const runId = await inTransaction(database.worker, (tx) => openRun(tx, dangyang, period, 'finance-1'));
    await inTransaction(database.worker, (tx) => prepareRun(tx, runId));
    const { rows } = await sql.query(
      `select to_char(month, 'YYYY-MM') || ' ' || coalesce(reason, status) as line from payment_line
        where disbursement_id = $1 and case_id = $2 order by month`,
      [runId, here.caseId],
    );
    return rows.map(({ line }) => line);
  };
  expect(await linesOf('2027-01')).toEqual(['2027-01 sameAccountInOtherHousehold']);
  await sql.query(`update entitlement set month_to = '2027-01-01' where case_id = $1`, [there.caseId]);
  expect(await linesOf('2027-02')).toEqual(['2027-01 planned', '2027-02 planned']);
});
