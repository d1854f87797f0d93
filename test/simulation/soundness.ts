import { expect } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { rebuild } from '../../src/upkeep/rebuild.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import type { World } from './world.ts';

/** Everything told is recorded. */
export async function expectSettled({ rows }: World): Promise<void> {
  const nothingLeft = (what: string, sql: string) =>
    eventually(what, async () => (await rows(sql)).length === 0, 60_000);
  await nothingLeft('an outcome of every decision', 'select from command where receipt is null and refusal is null');
  await nothingLeft('every fact recorded', 'select from fact where consumed_at is null');
  await nothingLeft('every survivors’ file begun', 'select from application where not started');
}

/**
 * Every case keeps the invariants, every table is what the journals say, nothing stands still, no month was paid twice or
 * forgotten up to the last run, and the bank's own book says what ours says.
 */
export async function expectNothingLost({ county, office, rows }: World, lastMonth: string): Promise<void> {
  for (const { case_id } of await rows<{ case_id: CaseId }>('select case_id from case_file'))
    await expectSound(county, case_id);
  const { differing, broken } = await rebuild(county.db.owner, { check: true });
  expect({ differing, broken }, 'what rebuilding would change').toEqual({ differing: [], broken: [] });
  // Nobody is on call in a simulation: the county answers.
  const found = async () =>
    (await inTransaction(county.db.worker, (tx) => examine(tx, county.client))).filter(
      ({ what }) => !what.includes('nobody on call'),
    );
  // A case that has just ended is still listed by Temporal, for longer where the worker it had is killed.
  await eventually('nothing for the doctor to find', async () => (await found()).length === 0).catch(() => {});
  expect(await found()).toEqual([]);
  await inTransaction(county.db.worker, async (tx) => {
    await tx.query(`set local statement_timeout = '60s'`); // over every month of every family
    const month = [`${lastMonth}-01`];
    expect((await tx.query(paidTwice, month)).rows, 'months paid twice').toEqual([]);
    expect((await tx.query(forgotten, month)).rows, 'months forgotten').toEqual([]);
  });
  await expectMoneyExact({ office, rows });
}

/** Money out is money in the bank's own book, over both ways; and funds carry what they gave, and owe nothing. */
async function expectMoneyExact({ office, rows }: Pick<World, 'office' | 'rows'>): Promise<void> {
  const sum = async (sql: string) =>
    Number((await rows<{ fen: string }>(`select coalesce(sum(amount_fen), 0) as fen from ${sql}`))[0]!.fen);
  const transferred = await sum(`instant_transfer where state = 'settled'`);
  const credited = (await readBankBook(office.root)).filter(({ result }) => result === 'credited');
  expect(credited.reduce((all, { amountFen }) => all + amountFen, 0)).toBe(
    (await sum(`payment_line where status = 'paid'`)) + transferred,
  );
  expect(new Set(credited.map(({ endToEndId }) => endToEndId)).size, 'credits').toBe(credited.length);
  expect(await sum(`emergency_aid where form = 'transfer' and stands = 'given'`)).toBe(transferred);
  expect(await rows(aidNotOver), 'emergencies and temporary aid that are not over').toEqual([]);
  expect(await rows(unsoundFunds), 'funds').toEqual([]);
}

const aidNotOver = `
  select case_number, stage, array(select kind from task t where t.case_id = f.case_id and status = 'open' and not standing) as open
    from case_file f where programme in ('emergency', 'temporary') and ended_as is null`;

/** Overdrawn, with money still set aside, or with an account that is not what its postings come to. */
const unsoundFunds = `
  select township, year from standby_fund f where available_fen < 0 or available_fen <>
         (select coalesce(sum(debit_fen - credit_fen), 0) from standby_entry e where (e.township, e.year, e.account) = (f.township, f.year, 'fund'))
      or 0 <> (select coalesce(sum(debit_fen - credit_fen), 0) from standby_entry e where (e.township, e.year, e.account) = (f.township, f.year, 'held'))`;

/** What each month of each case is owed by the entitlements for which `holds`, up to the last run. */
const owed = (holds: string) => `
  select e.case_id, e.component, m.month::date as month, max(e.fen_per_month) as fen
    from entitlement e
   cross join lateral generate_series(e.month_from::timestamp, least(coalesce(e.month_to, $1::date), $1::date)::timestamp, interval '1 month') m(month)
   where ${holds} group by 1, 2, 3`;
const lines = (holds: string) => `
  select case_id, component, month, sum(amount_fen) as fen from payment_line where ${holds} group by 1, 2, 3`;

/** Paid and on its way exceed all that was ever owed for a month. */
export const paidTwice = `
  with owed as materialized (${owed('true')}), paid as materialized (${lines(`status in ('planned', 'ordered', 'paid')`)})
  select * from paid left join owed using (case_id, component, month) where paid.fen > coalesce(owed.fen, 0)`;

/** Owed now for a month up to the last run, neither paid, nor on its way, nor held by that run with a reason. */
export const forgotten = `
  with owed as materialized (${owed('e.superseded_at is null')}),
       known as materialized (${lines(`status in ('planned', 'ordered', 'paid') or (status = 'held' and period = $1::date)`)})
  select * from owed left join known using (case_id, component, month) where owed.fen > coalesce(known.fen, 0)`;
