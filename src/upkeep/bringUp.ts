import { ConfigError } from '../config.ts';
import { createDatabase, createRoles } from '../db/roles.ts';
import { type Environment, withFiles } from '../secretFiles.ts';
import { bringSchemaUp, seedPolicy } from '../stack/database.ts';

const roleUrls = ['DATABASE_URL_OWNER', 'DATABASE_URL_API', 'DATABASE_URL_WORKER'] as const;

/**
 * Makes a database ready for this version before any process of it starts: roles and database (only where DATABASE_URL is
 * given, that of somebody who may create them), schema, policy. Run again, it does what is missing and no more. It knows no
 * key and no outside system: a job that holds the strongest role holds nothing else.
 * @throws ConfigError naming what is missing; StackFailure where a later version has been there
 */
export async function bringUp(env: Environment): Promise<{ migrations: number; values: number; added: number }> {
  const given = withFiles(env, ['DATABASE_URL', ...roleUrls]);
  const missing = roleUrls.filter((name) => !given[name]);
  if (missing.length > 0) throw new ConfigError(`Set ${missing.join(', ')}. 请设置上述变量。`);
  const [owner, api, worker] = roleUrls.map((name) => new URL(given[name] ?? '')) as [URL, URL, URL];
  if (given.DATABASE_URL) {
    const password = (url: URL) => decodeURIComponent(url.password);
    await createRoles(given.DATABASE_URL, { owner: password(owner), api: password(api), worker: password(worker) });
    await createDatabase(given.DATABASE_URL, decodeURIComponent(owner.pathname.slice(1)));
  }
  const migrations = await bringSchemaUp(owner.href);
  return { migrations, ...(await seedPolicy(worker.href)) };
}
