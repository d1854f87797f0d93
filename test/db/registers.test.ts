import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeRegisterBatch } from '../../src/commands/takeRegisterBatch.ts';
import { inDivision, inTransaction, type Tx } from '../../src/db/pool.ts';
import { checkCharacter } from '../../src/domain/idNumber.ts';
import { aCounty, aHousehold, arranger, cipher } from '../payments/support/households.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let sql: pg.Client;
const households: { readonly caseId: string; readonly idNumber: string }[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  for (let i = 0; i < 500; i++) {
    const { caseId } = await aHousehold(sql, [{ from: '2026-10', fenPerMonth: 50_000 }]);
    const idNumber = numberOf(i);
    await sql.query('update person set id_number_hash = $2 where case_id = $1', [caseId, cipher.keyedHash(idNumber)]);
    households.push({ caseId, idNumber });
  }
  await sql.query(
    `insert into person_claim select id_number_hash, case_id, division, case when case_id = $1 then 'ended' else 'benefit' end from person`,
    [households[0]!.caseId],
  );
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

/** 50,000 different numbers; those of the households are every hundredth. */
function numberOf(i: number): string {
  const digits = `4205821970${String(1 + (Math.floor(i / 1000) % 12)).padStart(2, '0')}${String(1 + (Math.floor(i / 12_000) % 28)).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}`;
  return digits + checkCharacter(digits);
}

const rows = Array.from({ length: 50_000 }, (_, i) => ({
  rowId: `R-${i}`,
  kind: 'death',
  idNumber: numberOf(i),
  on: '2026-10-01',
  reference: `HZ-${i}`,
}));

/** Takes a batch as the API's role, and says how many statements it took. */
async function taken(batchId: string, of: readonly unknown[]) {
  let statements = 0;
  const answer = await inDivision(database.api, '000000000000', (tx) => {
    const query = (...args: Parameters<Tx['query']>) => {
      statements++;
      return tx.query(...args);
    };
    const counting = { query } as Tx;
    return takeRegisterBatch(counting, cipher, { batchId, rows: [...of] });
  });
  if (answer === 'batchIdReused') throw new Error('known with other content');
  return { answer, statements };
}
const count = async (from: string) => (await sql.query(`select from ${from}`)).rowCount;

test('50,000 rows are matched against 500 households in five statements, whatever their number', async () => {
  const { answer, statements } = await taken('B-1', rows);
  expect(statements).toBe(5);
  expect(answer).toMatchObject({ isNew: true, refused: [], matched: 499 }); // one family’s benefit has ended
  expect(answer.toTell).toHaveLength(499);
  expect(new Set(answer.toTell.map(({ caseId }) => caseId)).size).toBe(499);
  expect(await count('person_flag')).toBe(499);
  expect(await count(`fact where name = 'registerMatch'`)).toBe(499);
});

test('of rows that match nobody nothing is kept but their number', async () => {
  const { rows: batch } = await sql.query('select rows, matched, fresh, refused from register_batch');
  expect(batch).toEqual([{ rows: 50_000, matched: 499, fresh: 499, refused: [] }]);
  const { rows: found } = await sql.query('select to_jsonb(b) as batch from register_batch b');
  expect(JSON.stringify(found)).not.toMatch(/R-\d|HZ-|\d{17}/);
});

test('the batch again is known, its rows in another batch change nothing, and two at a time flag once', async () => {
  expect((await taken('B-1', rows)).answer).toMatchObject({ isNew: false, toTell: [] });
  expect((await taken('B-2', rows.slice(0, 500))).answer).toMatchObject({ isNew: true, toTell: [] });
  const prison = rows.slice(0, 500).map((row) => ({ ...row, kind: 'prison' }));
  const both = await Promise.all([taken('B-3', prison), taken('B-4', prison.toReversed())]);
  expect(both.map(({ answer }) => answer.toTell.length).sort((a, b) => a - b)).toEqual([0, 499]);
  expect(await count('person_flag')).toBe(998);
});

test('a township sees the flags of its own households; without a division nobody sees any', async () => {
  const seen = (division: string) =>
    inDivision(database.api, division, async (tx) => (await tx.query('select from person_flag')).rowCount);
  expect(await seen('420582001000')).toBe(998);
  expect(await seen('420582101000')).toBe(0);
  expect(await seen('451322000000')).toBe(0);
  expect((await database.api.query('select from person_flag')).rowCount).toBe(0);
  await expect(
    inDivision(database.api, '420582001000', (tx) => tx.query(`update person_flag set settled_as = 'wrong'`)),
  ).rejects.toMatchObject({ code: '42501' });
  await expect(inTransaction(database.worker, (tx) => tx.query('delete from person_flag'))).rejects.toMatchObject({
    constraint: 'destroyed_from_a_list',
  });
});
