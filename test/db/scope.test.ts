import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseAt } from '../kernel/support/places.ts';
import { type County, startCounty } from '../support/county.ts';

let county: County;
let connection: pg.PoolClient;
beforeAll(async () => {
  county = await startCounty();
  await caseAt(county, 'before the county, refusal proposed');
  connection = await county.db.api.connect();
});
afterAll(async () => {
  connection?.release();
  await county?.stop();
});

/** How many rows of each scoped table doudi_api sees for a division; undefined: the connection is told none. */
async function seen(division?: string): Promise<Record<string, number>> {
  const { rows: tables } = await connection.query<{ name: string }>(
    `select relname as name from pg_class where relrowsecurity and relkind in ('r', 'p') and has_table_privilege(oid, 'select') order by 1`,
  );
  await connection.query('begin');
  if (division) await connection.query(`select set_config('doudi.division', $1, true)`, [division]);
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await connection.query(`select count(*)::int as n from ${name}`);
    counts[name] = rows[0].n;
  }
  await connection.query('commit');
  return counts;
}

it('a used connection without a division, or with another’s, sees no row of any table', async () => {
  const own = await seen('420582000000');
  for (const table of [
    'application',
    'person',
    'case_file',
    'case_event',
    'task',
    'decision',
    'notice',
    'command',
    'fact',
  ])
    expect(own[table], table).toBeGreaterThan(0);
  expect((await seen('420582001000')).application).toBe(1);
  const nothing = Object.fromEntries(Object.keys(own).map((table) => [table, 0]));
  expect(await seen()).toEqual(nothing);
  expect(await seen('451322000000')).toEqual(nothing);
  expect(await seen('420582101000')).toEqual(nothing);
});

it('every table of cases and divisions that doudi_api may read is scoped, also for its owner, and every view asks as who looks', async () => {
  const { rows: open } = await county.db.owner.query(
    `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where a.attname in ('case_id', 'division') and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and c.relname not in ('policy_value', 'officer') and has_table_privilege('doudi_api', c.oid, 'select') and not (c.relrowsecurity and c.relforcerowsecurity)`,
  );
  expect(open).toEqual([]);
  const { rows: views } = await county.db.owner.query(
    `select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace
       and not coalesce(reloptions @> array['security_invoker=true'], false)`,
  );
  expect(views).toEqual([]);
});
