import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, inTransaction, isAway } from '../../src/db/pool.ts';
import { databaseUrl, freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;
let superuser: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  superuser = new pg.Client({ connectionString: databaseUrl(database.name) });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await database?.drop();
});

it('a connection that breaks between two statements fails that transaction as one to try again, and ends no process', async () => {
  const pool = createPool(database.urls.api, 1);
  const code = randomUUID();
  const work = inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await tx.query(`insert into callback_nonce (source, nonce) values ('a test', $1)`, [code]);
    await superuser.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    await eventually('the connection is gone', async () => {
      const { rowCount } = await superuser.query('select from pg_stat_activity where pid = $1', [rows[0]!.pid]);
      return rowCount === 0;
    });
    await tx.query('select 1');
  });
  await expect(work).rejects.toSatisfy(isAway);
  expect((await superuser.query('select from callback_nonce where nonce = $1', [code])).rowCount).toBe(0);
  await pool.end();
});

it('what went wrong for another reason is not taken for that', async () => {
  const wrong = inTransaction(database.worker, (tx) => tx.query('select from no_such_table'));
  await expect(wrong).rejects.not.toSatisfy(isAway);
});
