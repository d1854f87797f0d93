import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { measurePool } from '../../src/db/poolMetrics.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

let db: TestDatabase;
let pool: Pool;
const metrics = new Registry();
beforeAll(async () => {
  db = await freshDatabase();
  pool = createPool(db.urls.api, 2);
  measurePool(metrics, pool);
});
afterAll(async () => {
  await pool?.end();
  await db?.drop();
});

const waiting = async () => Number(/state="waiting"\} (\d+)/.exec(await metrics.metrics())?.[1]);

it('who is given a free connection at once does not wait; who finds all in use does', async () => {
  await pool.query('select 1');
  const two = [pool.query('select 1'), pool.query('select 1')];
  expect(pool.waitingCount).toBeGreaterThan(0); // asked for in this very moment
  expect(await waiting()).toBe(0);
  await Promise.all(two);

  const held = await Promise.all([pool.connect(), pool.connect()]);
  const third = pool.query('select 1');
  expect(await eventually('one waits', waiting)).toBe(1);
  for (const connection of held) connection.release();
  await third;
  expect(await waiting()).toBe(0);
});
