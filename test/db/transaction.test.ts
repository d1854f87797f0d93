import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, inTransaction, lookThenWrite, type Tx, together } from '../../src/db/pool.ts';
import { countingPool } from '../support/countingPool.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const insert = `insert into note values ($1)`;
const names = async () => (await db.owner.query('select name from note order by name')).rows;

it('what is sent is committed with the rest, in the order in which it was sent', async () => {
  await db.owner.query('create table note (name text primary key)');
  await inTransaction(db.owner, async (tx) => {
    tx.send(insert, ['first']);
    tx.send(`update note set name = 'second' where name = 'first'`);
    tx.send(insert, ['first']);
  });
  expect(await names()).toEqual([{ name: 'first' }, { name: 'second' }]);
});

it('what is sent and cannot be done is said at the end, and nothing of the transaction is kept', async () => {
  const half = inTransaction(db.owner, async (tx) => {
    tx.send(insert, ['third']);
    tx.send(insert, ['first']);
    tx.send(insert, ['fourth']);
  });
  await expect(half).rejects.toMatchObject({ code: '23505' });
  expect(await names()).toEqual([{ name: 'first' }, { name: 'second' }]);
});

it('whoever reads behind it is told what went wrong, and not what came of it', async () => {
  const behind = inTransaction(db.owner, async (tx) => {
    tx.send(insert, ['first']);
    await tx.query('select 1');
  });
  await expect(behind).rejects.toMatchObject({ code: '23505' });
});

it('a look that fails keeps everything from being written', async () => {
  const unseen = lookThenWrite(
    db.owner,
    (tx: Tx) => tx.query('select 1 / 0'),
    async (tx) => tx.send(insert, ['fifth']),
  );
  await expect(unseen).rejects.toMatchObject({ code: '22012' });
  expect(await names()).toEqual([{ name: 'first' }, { name: 'second' }]);
});

it('to look and then to write are two ways to the database, whatever is asked and sent', async () => {
  const { pool, during } = countingPool(db.owner);
  const asked = await during(() =>
    lookThenWrite(
      pool,
      (tx) => together([tx.query('select 1'), tx.query('select 2')]),
      async (tx) => {
        tx.send(insert, ['sixth']);
        tx.send(insert, ['seventh']);
      },
    ),
  );
  expect(asked).toEqual({ statements: 6, ways: 2 });
});

it('each statement sees what was committed before it, whatever the database was told: who waits for a lock reads behind it', async () => {
  await db.owner.query(`alter database ${db.name} set default_transaction_isolation = 'serializable'`);
  const pool = createPool(db.urls.worker, 1);
  const { rows } = await inTransaction(pool, (tx) => tx.query('show transaction_isolation'));
  await pool.end();
  expect(rows).toEqual([{ transaction_isolation: 'read committed' }]);
});
