import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { urlAs } from '../../src/db/roles.ts';
import { testPasswords, testTemplate } from './names.ts';

/** A database of a test's own: all migrations applied, nothing else in it. */
export interface TestDatabase {
  readonly name: string;
  /** The URLs a child process connects with. */
  readonly urls: { readonly owner: string; readonly api: string; readonly worker: string };
  readonly owner: Pool;
  readonly api: Pool;
  readonly worker: Pool;
  /** Closes the pools and removes the database. */
  drop(): Promise<void>;
}

/** Business time at which every test begins, whatever the real date: Tuesday 1 December 2026, nine o'clock in Beijing. */
export const testsBegin = new Date('2026-12-01T01:00:00Z');

/** Copies the migrated template, in some 50 ms. Its business time begins at `begins` and runs on from there. */
export async function freshDatabase({
  begins = testsBegin,
  superuserUrl = inject('superuserUrl'),
} = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await once(superuserUrl, `create database ${name} template ${testTemplate} owner doudi_owner`);
  // Put in anew and not moved: it may lie before the real date, and a clock is never moved back.
  await once(
    databaseUrl(name, superuserUrl),
    `delete from business_clock;
     insert into business_clock (offset_ms) values (${begins.getTime()} - (extract(epoch from clock_timestamp()) * 1000)::bigint)`,
  );
  const url = (role: keyof typeof testPasswords) => urlAs(superuserUrl, role, testPasswords, name);
  const urls = { owner: url('owner'), api: url('api'), worker: url('worker') };
  const pools = { owner: createPool(urls.owner, 4), api: createPool(urls.api), worker: createPool(urls.worker) };
  return {
    name,
    urls,
    ...pools,
    async drop() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
      await once(superuserUrl, `drop database ${name} with (force)`);
    },
  };
}

/** The superuser's URL of a test's database, to arrange what the application itself has no right to. */
export function databaseUrl(name: string, superuserUrl = inject('superuserUrl')): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Done once as superuser, for what a test does to the cluster itself. */
async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
