import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { projectRoot } from '../stack/paths.ts';

const directory = join(projectRoot, 'src/db/migrations');
const table = 'schema_migration';

/** Migrations the database has and this version does not: it was brought up by a later one. */
export async function unknownMigrations(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [table]);
    if (!rows[0]?.exists) return [];
    const ours = (await readdir(directory)).map((file) => file.replace(/\.sql$/, ''));
    const theirs = await client.query<{ name: string }>(`select name from ${table} where name <> all($1) order by id`, [
      ours,
    ]);
    return theirs.rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * Brings the schema up to date: numbered .sql files, forward only, each in one transaction, under an advisory lock
 * so that two starters collide safely.
 * @param ownerUrl connects as doudi_owner
 * @returns the names of the migrations that ran now
 */
export async function migrate(ownerUrl: string): Promise<readonly string[]> {
  const ran = await runner({
    databaseUrl: ownerUrl,
    dir: directory,
    ignorePattern: '(?!.*\\.sql$).*',
    migrationsTable: table,
    direction: 'up',
    log: () => {},
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  return ran.map(({ name }) => name);
}
