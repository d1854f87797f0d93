import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdBusinessClock, moveBusinessClock, readBusinessClock } from '../../src/db/businessClock.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { statementWaits } from '../support/statementWaits.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

// A clock written with the time before a move, and due before the time after it, was woken by nobody.
test('whoever waited for the clock to be moved reads the time after the move', async () => {
  const { worker } = database;
  const { now } = await inTransaction(worker, readBusinessClock);
  const tomorrow = now + 86_400_000;
  const { reading } = await inTransaction(worker, async (mover) => {
    await holdBusinessClock(mover);
    const reading = inTransaction(worker, readBusinessClock);
    await statementWaits(worker, '%business_clock%');
    await moveBusinessClock(mover, tomorrow);
    return { reading };
  });
  expect((await reading).now).toBeGreaterThanOrEqual(tomorrow);
});
