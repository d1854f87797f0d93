import pg from 'pg';
import { expect, it } from 'vitest';
import { startIsolatedPostgres } from '../support/postgres.ts';
import { startIsolatedTemporal } from '../support/temporal.ts';

it('a PostgreSQL that was killed starts on its data at once, with all that was committed', async () => {
  const postgres = await startIsolatedPostgres();
  const connected = async <T>(work: (client: pg.Client) => Promise<T>) => {
    const client = new pg.Client({ connectionString: postgres.superuserUrl });
    client.on('error', () => {});
    await client.connect();
    return work(client).finally(() => client.end());
  };
  await connected((client) => client.query('create table kept (nth int)'));
  for (const nth of [1, 2, 3]) {
    await connected((client) => client.query('insert into kept values ($1)', [nth]));
    await postgres.kill();
    await postgres.start();
  }
  expect((await connected((client) => client.query('select from kept'))).rowCount).toBe(3);
  await postgres.dispose();
});

it('a Temporal that was killed starts on its data at once', async () => {
  const temporal = await startIsolatedTemporal();
  for (let turn = 0; turn < 3; turn++) {
    await temporal.kill();
    await temporal.start();
  }
  await temporal.dispose();
});
