import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdBusinessClock, moveBusinessClock, readBusinessClock } from '../../src/db/businessClock.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

// A clock written with the time before a move, and due before the time after it, was woken by nobody.
test('whoever waited for the clock to be moved reads the time after the move', async () => {
  const { worker } = database;
  const tomorrow = (await inTransaction(worker, readBusinessClock)).now + 86_400_000;
  const read = await inTransaction(worker, async (mover) => {
    await holdBusinessClock(mover);
    const read = inTransaction(worker, readBusinessClock);
    await eventually('the reader waits', async () => {
      const { rows } = await mover.query(
        `select 1 from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows.length > 0;
    });
    await moveBusinessClock(mover, tomorrow);
    return { read };
  });
  expect((await read.read).now).toBeGreaterThanOrEqual(tomorrow);
});
