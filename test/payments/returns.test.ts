import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDetailSchema } from '../../src/contracts/http/disbursements.ts';
import { quarantineReasons } from '../../src/contracts/paymentReasons.ts';
import { inDivision } from '../../src/db/pool.ts';
import { readRunDetail } from '../../src/db/queries/disbursements.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aCounty, aHousehold, arranger, dangyang, giveAccount } from './support/households.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';

let database: TestDatabase;
let sql: pg.Client;
let office: PayOffice;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  office = await openPayOffice(database);
  await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 60_000 }]);
});
afterAll(async () => {
  await office?.stop();
  await sql?.end();
  await database?.drop();
});

const atTheBank = async (period: string) => {
  const runId = await office.open(period);
  await office.toTheBank(runId);
  const [file] = await office.bank.takeFiles();
  return { runId, messageId: file!.messageId, ids: file!.lines.map(({ endToEndId }) => endToEndId) };
};
const setAside = (runId: RunId, ...reasons: string[]) =>
  eventually(`set aside: ${reasons}`, async () => {
    const { rows } = await sql.query<{ reason: string }>(
      'select reason from payment_quarantine where disbursement_id = $1 order by quarantine_id',
      [runId],
    );
    return rows.map(({ reason }) => reason).join() === reasons.join();
  });
const facts = async () => (await sql.query(`select from fact where source = 'bank'`)).rowCount;

test('what a bank returns for reasons of its own is no matter of the townships, and the next run pays it again', async () => {
  const { runId, messageId } = await atTheBank('2026-11');
  await office.bank.report(messageId, [], { group: 'RJCT', reason: 'AM04' });
  await eventually('returned', async () => (await office.run(runId)).returned.fen === 110_000);
  expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
  expect(await facts()).toBe(0);
  expect(await office.run(await office.open('2026-12'))).toMatchObject({
    held: { lines: 0 },
    toPay: { lines: 4, fen: 220_000 },
  });
});

test('a payment that the bank refuses as one it has already is not returned: it may be paid, and would be paid again', async () => {
  const { runId, messageId, ids } = await atTheBank('2026-12');
  await office.bank.report(messageId, [], { group: 'RJCT', reason: 'DU01' });
  await setAside(runId, 'calledDuplicate');
  await office.bank.report(messageId, [
    { endToEndId: ids[0]!, status: 'RJCT', reason: 'AM05' },
    { endToEndId: ids[1]!, status: 'RJCT', reason: 'MS03' },
  ]);
  await setAside(runId, 'calledDuplicate', 'calledDuplicate');
  await eventually('one is returned', async () => (await office.run(runId)).returned.lines === 1);
  expect(await office.close(runId)).toEqual({ kind: 'refused', code: 'runNotBalanced' });
  expect(await facts()).toBe(1);
  const shown = runDetailSchema.parse(await inDivision(database.api, dangyang, (tx) => readRunDetail(tx, runId)));
  expect(shown.quarantined).toMatchObject([
    {
      endToEndId: ids[0],
      reason: 'calledDuplicate',
      title: quarantineReasons.calledDuplicate,
      said: { reason: 'AM05' },
    },
    { endToEndId: null, reason: 'calledDuplicate', said: { reason: 'DU01' } },
  ]);

  const paid = [ids[0]!, ids[2]!, ids[3]!].map((endToEndId) => ({ endToEndId, status: 'ACSC' as const }));
  await office.bank.report(messageId, paid);
  await eventually('the others are paid', async () => (await office.run(runId)).paid.lines === 3);
  expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
});

test('a household that gave another account before the return came has nothing to put right; the next run pays it there', async () => {
  const family = await aHousehold(sql, [{ from: '2027-01', to: '2027-01', fenPerMonth: 70_000 }]);
  const before = await facts();
  const { runId, messageId } = await atTheBank('2027-01');
  await giveAccount(sql, family.caseId);
  const [line] = (await sql.query('select end_to_end_id as id from payment_line where case_id = $1', [family.caseId]))
    .rows;
  await office.bank.report(messageId, [{ endToEndId: line.id, status: 'RJCT', reason: 'AC04' }]);
  await eventually('returned', async () => (await office.run(runId)).returned.fen === 70_000);
  expect(await facts()).toBe(before);
  await office.open('2027-02');
  const again = await sql.query(
    `select status, amount_fen from payment_line where case_id = $1 and disbursement_id <> $2`,
    [family.caseId, runId],
  );
  expect(again.rows).toEqual([{ status: 'planned', amount_fen: 70_000 }]);
});

test('a file that cannot be taken does not keep the others waiting', async () => {
  const { runId, messageId } = await atTheBank('2027-02');
  await office.bank.leave('a\\b.xml', 'not a name that can be moved');
  await office.bank.report(messageId, [], { group: 'ACSC' });
  await eventually('paid', async () => (await office.run(runId)).paid.fen === (await office.run(runId)).toPay.fen);
});
