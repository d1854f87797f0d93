import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import { claimCasesWithOverdueClock } from '../../src/db/sweep.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
  await db.worker.query(
    `insert into clock (clock_id, case_id, division, kind, status, started_at, due_on, due_at, ground, policy_level, limit_days, limit_unit, calendar, provisional)
     select id || '.intake.1.acceptance', id, '420582001000', 'acceptance', 'running', at, at::date, at, '-', 'national', 5, 'workingDays', '2026', false
       from (select gen_random_uuid() as id, business_now() - interval '1 day' as at from generate_series(1, 30)) overdue`,
  );
});
afterAll(() => db?.drop());

const told = (limit: number) =>
  inTransaction(db.worker, (tx) => claimCasesWithOverdueClock(tx, { overdueSeconds: 60, againSeconds: 60, limit }));

it('a clock overdue is told of once a minute, by whichever relay, and those first told keep no other waiting', async () => {
  const [first, second] = await Promise.all([told(20), told(20)]);
  const third = await told(20);
  const all = [first, second, third].flatMap((some) => some.map(({ caseId }) => caseId));
  expect(all).toHaveLength(30);
  expect(new Set(all).size).toBe(30);
  expect(await told(100)).toEqual([]);
  await db.worker.query(`update clock_told set told_at = told_at - interval '1 minute'`);
  expect(await told(100)).toHaveLength(30);
});
