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

/** Copies the migrated template, in some 50 ms. */
export async function freshDatabase(): Promise<TestDatabase> {
  const superuserUrl = inject('superuserUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await once(superuserUrl, `create database ${name} template ${testTemplate} owner doudi_owner`);
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

/** One statement as superuser, for what a test does to the cluster itself. */
async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
