import { afterAll, beforeAll, expect, test } from 'vitest';
import { unknownMigrations } from '../../src/db/migrate.ts';
import { inDivision } from '../../src/db/pool.ts';
import { freshDatabase, type TestDatabase, testsBegin } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.worker.query(
    `insert into command (command_id, actor, key, body_hash, kind, division, content_hash, created_at)
     values (gen_random_uuid(), 'someone', 'k', 'h', 'decide', '420582001000', 'h', now())`,
  );
});
afterAll(() => database.drop());

test('a used connection without a division sees no row', async () => {
  const rows = (scope: string) =>
    inDivision(database.api, scope, async (tx) => (await tx.query('select from command')).rowCount);
  expect(await rows('420582000000')).toBe(1);
  expect(await rows('451322000000')).toBe(0);
  expect((await database.api.query('select from command')).rowCount).toBe(0);
});

test('no role of the application is superuser, may bypass row-level security or owns a table', async () => {
  const { rows } = await database.owner.query(
    `select rolname, rolsuper, rolbypassrls, exists (select from pg_tables where tableowner = rolname) as owns
     from pg_roles where rolname like 'doudi%' order by rolname`,
  );
  expect(rows).toEqual([
    { rolname: 'doudi_api', rolsuper: false, rolbypassrls: false, owns: false },
    { rolname: 'doudi_owner', rolsuper: false, rolbypassrls: false, owns: true },
    { rolname: 'doudi_worker', rolsuper: false, rolbypassrls: false, owns: false },
  ]);
});

test('every table is logged: what is not, is lost or broken when a killed server comes back', async () => {
  const { rows } = await database.owner.query(
    `select relname from pg_class where relpersistence <> 'p' and relnamespace = 'public'::regnamespace`,
  );
  expect(rows).toEqual([]);
});

test('a database that a later version has brought up is known as one', async () => {
  const other = await freshDatabase();
  expect(await unknownMigrations(other.urls.owner)).toEqual([]);
  await other.owner.query(`insert into schema_migration (name, run_on) values ('999_later', now())`);
  expect(await unknownMigrations(other.urls.owner)).toEqual(['999_later']);
  await other.drop();
});

test('two databases of two tests know nothing of each other', async () => {
  const other = await freshDatabase();
  expect((await other.worker.query('select from command')).rowCount).toBe(0);
  await other.drop();
});

test('a test begins on its own date, before or after the real one, and from there business time never goes back', async () => {
  for (const begins of [new Date('2001-01-05T01:00:00Z'), testsBegin, new Date('2091-01-05T01:00:00Z')]) {
    const other = await freshDatabase({ begins });
    const { rows } = await other.worker.query<{ now: Date }>('select business_now() as now');
    const ranFor = rows[0]!.now.getTime() - begins.getTime();
    expect(ranFor).toBeGreaterThanOrEqual(0);
    expect(ranFor).toBeLessThan(60_000);
    await other.worker.query('update business_clock set offset_ms = offset_ms + 1');
    for (const pool of [other.worker, other.api, other.owner])
      await expect(pool.query('update business_clock set offset_ms = offset_ms - 1')).rejects.toMatchObject({
        constraint: 'business_time_goes_forward',
      });
    await other.drop();
  }
});
