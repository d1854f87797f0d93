import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { prepareRun } from '../../src/db/payments/prepare.ts';
import { openRun } from '../../src/db/payments/runs.ts';
import { inTransaction, type Tx } from '../../src/db/pool.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aCounty, aHousehold, arranger, type Benefit, dangyang, type Household } from './support/households.ts';

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
beforeEach(() => sql.query('truncate disbursement, payment_line, entitlement, disbursement_event cascade'));

const plan = (period: string) =>
  inTransaction(database.worker, async (tx) => {
    const runId = await openRun(tx, dangyang, period, 'finance-1');
    await prepareRun(tx, runId);
    return runId;
  });

const year = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);
const month = fc.integer({ min: 0, max: 11 });
const amount = fc.integer({ min: 1, max: 100_000 });

/** What was entitled before some month, then raised or lowered from another month on, perhaps backwards in time. */
const history = fc.record({
  from: month,
  to: fc.option(month, { nil: undefined }),
  fen: amount,
  laterFen: amount,
  runs: fc.uniqueArray(month, { minLength: 1, maxLength: 4 }),
  changedAfterRun: fc.nat(3),
  returned: fc.uniqueArray(month, { maxLength: 4 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** The rule told slowly: month by month, what is owed less what is live. */
function slowly({ from, to, fen, laterFen, runs, changedAfterRun, returned }: History): Map<string, number> {
  const live = new Map<string, number>();
  runs.forEach((period, n) => {
    const perMonth = n > changedAfterRun ? laterFen : fen;
    for (let m = from; m <= Math.min(period, to === undefined || to < from ? 11 : to); m++) {
      const before = live.get(year[m]!) ?? 0;
      if (perMonth > before) live.set(year[m]!, perMonth);
    }
    if (n === changedAfterRun) for (const m of returned) live.delete(year[m]!);
  });
  return live;
}

test('a run pays exactly what is owed less what was paid, for every month, whatever happened before', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (h) => {
      await sql.query('truncate disbursement, payment_line, entitlement, disbursement_event cascade');
      const to = h.to === undefined || h.to < h.from ? undefined : year[h.to];
      const benefit: Benefit = { from: year[h.from]!, fenPerMonth: h.fen, ...(to ? { to } : {}) };
      const { caseId } = await aHousehold(sql, [benefit]);
      for (const [n, period] of h.runs.entries()) {
        await plan(year[period]!);
        await sql.query(`update payment_line set status = 'ordered', ordered_at = now() where status = 'planned'`);
        if (n === h.changedAfterRun) {
          await sql.query(
            `update payment_line set status = 'returned', reason = 'AC04', settled_at = now(), account_id = gen_random_uuid()
              where to_char(month, 'YYYY-MM') = any($1)`,
            [h.returned.map((m) => year[m])],
          );
          await sql.query('update entitlement set fen_per_month = $1', [h.laterFen]);
        }
      }
      const { rows } = await sql.query<{ month: string; fen: number }>(
        `select to_char(month, 'YYYY-MM') as month, sum(amount_fen)::bigint as fen from payment_line
          where case_id = $1 and status = 'ordered' group by 1`,
        [caseId],
      );
      expect(new Map(rows.map((row) => [row.month, row.fen]))).toEqual(new Map([...slowly(h)]));
    }),
    { numRuns: 25 },
  );
});

const open = (period: string) => inTransaction(database.worker, (tx) => openRun(tx, dangyang, period, 'finance-1'));

test('what was paid above what is owed now is shown before anybody signs, and never clawed back by itself', async () => {
  const lowered = await aHousehold(sql, [{ from: '2026-10', fenPerMonth: 87_200 }]);
  const ended = await aHousehold(sql, [{ from: '2026-10', fenPerMonth: 50_000 }]);
  await plan('2026-11');
  await sql.query(`update payment_line set status = 'ordered', ordered_at = now()`);
  await sql.query('update entitlement set fen_per_month = 80000 where case_id = $1', [lowered.caseId]);
  await sql.query(`update entitlement set month_to = '2026-10-01' where case_id = $1`, [ended.caseId]);

  const december = await plan('2026-12');
  const planned = async () =>
    (await sql.query('select case_id, amount_fen from payment_line where disbursement_id = $1', [december])).rows;
  expect(await planned()).toEqual([{ case_id: lowered.caseId, amount_fen: 80_000 }]);
  const { control } = (await sql.query('select control from disbursement where disbursement_id = $1', [december]))
    .rows[0];
  expect(control).toEqual({
    households: 1,
    arrearsLines: 0,
    arrearsFen: 0,
    heldByReason: {},
    overpaid: { households: 2, fen: 2 * 7_200 + 50_000 },
    before: { runId: '420582000000:2026-11', households: 2, toPayFen: 274_400 },
    differencePercent: -70.8,
  });

  await sql.query('update entitlement set fen_per_month = 88000 where case_id = $1', [lowered.caseId]);
  await plan('2027-01'); // raised again: each month the difference to what it has, whatever it was owed in between
  const { rows } = await sql.query(
    `select to_char(month, 'YYYY-MM') as month, amount_fen from payment_line where period = '2027-01-01' order by month`,
  );
  expect(rows).toEqual([
    { month: '2026-10', amount_fen: 800 },
    { month: '2026-11', amount_fen: 800 },
    { month: '2026-12', amount_fen: 8_000 },
    { month: '2027-01', amount_fen: 88_000 },
  ]);
});

interface Line {
  readonly part: number;
  readonly fen: number;
  readonly component?: string;
  readonly month?: string;
}

/** A line written past the rule of prepareRun, by whoever could. */
const write = (
  runId: string,
  { caseId, accountId }: Household,
  { part, fen, component = 'base', month = '2026-11' }: Line,
  by: Tx = database.worker,
) =>
  by.query(
    `insert into payment_line (disbursement_id, county, division, case_id, component, month, part, period, amount_fen, subject, status, account_id, planned_at)
     values ($1, $2, '420582001000', $3, $4, ($5 || '-01')::date, $6, (right($1, 7) || '-01')::date, $7, '2081901', 'planned', $8, now())`,
    [runId, dangyang, caseId, component, month, part, fen, accountId],
  );

test('a second payment of a month, and more than the entitlement gives, are refused by the database itself', async () => {
  const household = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 87_200 }]);
  await plan('2026-11');
  const december = await open('2026-12');
  const beyond = { constraint: 'payment_within_entitlement' };
  await expect(write(december, household, { part: 1, fen: 87_200 })).rejects.toMatchObject({
    constraint: expect.stringContaining('case_id_component_month_part'),
  });
  await expect(write(december, household, { part: 2, fen: 1 })).rejects.toMatchObject(beyond);
  await expect(write(december, household, { part: 1, fen: 1, component: 'topup' })).rejects.toMatchObject(beyond);
  await expect(write(december, household, { part: 1, fen: 1, month: '2026-10' })).rejects.toMatchObject(beyond);
  await sql.query('update entitlement set fen_per_month = 90000');
  await write(december, household, { part: 2, fen: 2_800 }); // the difference after a raise
  await expect(write(december, household, { part: 3, fen: 1 })).rejects.toMatchObject(beyond);
});

test('of two that write the same difference at once, each under a number of its own, the second is refused', async () => {
  const household = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 87_200 }]);
  await plan('2026-11');
  await sql.query('update entitlement set fen_per_month = 90000');
  const december = await open('2026-12');
  const first = await database.worker.connect();
  await first.query('begin');
  await write(december, household, { part: 2, fen: 2_800 }, first);
  const second = write(december, household, { part: 3, fen: 2_800 }).catch((error) => error);
  await eventually('the second waits for the first', async () => {
    const { rowCount } = await sql.query(`select from pg_locks where locktype = 'advisory' and not granted`);
    return rowCount === 1;
  });
  await first.query('commit');
  first.release();
  expect(await second).toMatchObject({ constraint: 'payment_within_entitlement' });

  const old = inTransaction(database.worker, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    await write(december, household, { part: 9, fen: 1 }, tx);
  });
  await expect(old).rejects.toMatchObject({ constraint: 'payment_sees_the_others' });
});

test('nothing is added to a run that is prepared: what two persons sign for is what they saw', async () => {
  const household = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 87_200 }]);
  const november = await plan('2026-11');
  await sql.query('update entitlement set fen_per_month = 90000');
  await expect(write(november, household, { part: 2, fen: 2_800 })).rejects.toMatchObject({
    constraint: 'payment_planned_while_open',
  });
});

test('the application can neither change nor delete what was planned, posted or journalled', async () => {
  await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 87_200 }]);
  await plan('2026-11');
  for (const statement of [
    'update payment_line set amount_fen = 1',
    'delete from payment_line',
    'update ledger_entry set debit_fen = 1',
    'delete from ledger_entry',
    `update disbursement_event set data = '{}'`,
    'delete from disbursement_event',
    'delete from disbursement_signature',
    'delete from disbursement',
  ]) {
    await expect(database.worker.query(statement)).rejects.toMatchObject({ code: '42501' });
    await expect(database.api.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
  await expect(
    database.worker.query(`update payment_line set status = 'paid', settled_at = now()`),
  ).rejects.toMatchObject({
    constraint: 'payment_goes_forward',
  });
});

test('forty thousand households are planned in one statement', async () => {
  await manyHouseholds(40_000);
  const begun = Date.now();
  const runId = await plan('2026-11');
  console.log(`prepared 40,000 households in ${Date.now() - begun} ms`);
  const { rows } = await sql.query('select planned_lines, to_pay_fen from disbursement where disbursement_id = $1', [
    runId,
  ]);
  expect(rows).toEqual([{ planned_lines: 40_000, to_pay_fen: 40_000 * 50_000 }]);

  const again = Date.now();
  await plan('2026-12');
  console.log(`prepared the month after in ${Date.now() - again} ms`);
}, 180_000);

async function manyHouseholds(count: number): Promise<void> {
  await sql.query(
    `with households as materialized (select gen_random_uuid() as case_id, n from generate_series(1, $1::int) n),
     a as (insert into application (case_id, case_number, programme, county, township, area, submitted_at, submitted_by, sealed, content_hash, members)
           select case_id, 'M-' || n, 'dibao', $2, '420582001000', 'rural', now(), 'clerk', 's', 'h', 1 from households),
     b as (insert into bank_account (account_id, case_id, division, account_hash, sealed, valid_from, set_by)
           select gen_random_uuid(), case_id, '420582001000', case_id::text, 's', now(), 'clerk' from households)
     insert into entitlement (entitlement_id, case_id, division, county, component, month_from, fen_per_month, certificate, granted_at)
     select 'E-' || n, case_id, '420582001000', $2, 'base', '2026-11-01', 50000, 'Z', now() from households`,
    [count, dangyang],
  );
}
