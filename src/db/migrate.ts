import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import { projectRoot } from '../stack/paths.ts';

/**
 * Brings the schema up to date: numbered .sql files, forward only, each in one transaction, under an advisory lock
 * so that two starters collide safely.
 * @param ownerUrl connects as doudi_owner
 * @returns the names of the migrations that ran now
 */
export async function migrate(ownerUrl: string): Promise<readonly string[]> {
  const ran = await runner({
    databaseUrl: ownerUrl,
    dir: join(projectRoot, 'src/db/migrations'),
    ignorePattern: '(?!.*\\.sql$).*',
    migrationsTable: 'schema_migration',
    direction: 'up',
    log: () => {},
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  return ran.map(({ name }) => name);
}
