import { join } from 'node:path';
import pg from 'pg';
import { migrate, unknownMigrations } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { createDatabase, createRoles, type RolePasswords, urlAs } from '../db/roles.ts';
import { loadPolicyIntoDatabase } from '../policy/store.ts';
import { StackFailure } from './failure.ts';
import { projectRoot } from './paths.ts';
import type { Place } from './place.ts';
import { findPostgres } from './postgres/binaries.ts';
import { type Cluster, startCluster } from './postgres/cluster.ts';
import { derivedPasswords, type StackSecrets } from './secrets.ts';

/** A PostgreSQL server, ours or somebody's, seen as one who may create roles and databases. */
export interface Server {
  /** Of its database `postgres`. */
  readonly superuserUrl: string;
  /** Doudi's database, created where it is missing. */
  readonly database: string;
  readonly passwords: RolePasswords;
  readonly cluster: Cluster | undefined;
  readonly describe: string;
}

/** DATABASE_URL where it is set; otherwise the embedded server. */
export async function provideServer(place: Place, secrets: StackSecrets, port: number): Promise<Server> {
  const given = process.env.DATABASE_URL;
  if (given) {
    refuseUnlessUrl(given);
    const describe = await describeServer(given);
    return {
      superuserUrl: maintenance(given),
      database: databaseNamed(given),
      passwords: derivedPasswords(given),
      cluster: undefined,
      describe,
    };
  }
  const programs = await findPostgres();
  const cluster = await startCluster({
    programs,
    dataDir: place.postgresData,
    logFile: place.log('postgres'),
    port,
    password: secrets.postgres,
  });
  const describe = `${programs.major} embedded, port ${port}`;
  return { superuserUrl: cluster.superuserUrl(), database: 'doudi', passwords: secrets.roles, cluster, describe };
}

function refuseUnlessUrl(given: string): void {
  if (/^postgres(ql)?:\/\//.test(given) && URL.canParse(given)) return;
  throw new StackFailure(
    'DATABASE_URL is not the address of a PostgreSQL. DATABASE_URL 不是数据库地址。',
    'Write it as postgres://user:password@host:5432/database, or leave it out: Doudi brings its own PostgreSQL. 格式如左；不设则自带数据库。',
  );
}

/** Doudi's database on a server that is not ours: the one that DATABASE_URL names, or `doudi`. */
function databaseNamed(url: string): string {
  const named = decodeURIComponent(new URL(url).pathname.slice(1));
  return named === '' || named === 'postgres' ? 'doudi' : named;
}

/** The database that every server has, to create ours from. */
function maintenance(url: string): string {
  const server = new URL(url);
  server.pathname = '/postgres';
  return server.href;
}

async function describeServer(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: maintenance(url), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    return `${rows[0]?.version} at DATABASE_URL`;
  } catch (error) {
    throw new StackFailure(
      `PostgreSQL at DATABASE_URL does not answer: ${(error as Error).message}. 数据库无法连接。`,
      'Start it or correct DATABASE_URL; without DATABASE_URL, Doudi brings its own PostgreSQL. 请启动数据库或更正 DATABASE_URL；不设则自带数据库。',
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** The URLs of the three roles in Doudi's database. */
export interface DatabaseUrls {
  readonly owner: string;
  readonly api: string;
  readonly worker: string;
}

/** Roles, database and schema; returns the number of migrations that ran now. */
export async function prepareDatabase(server: Server): Promise<{ urls: DatabaseUrls; ran: number }> {
  const { database } = server;
  await createRoles(server.superuserUrl, server.passwords);
  await createDatabase(server.superuserUrl, database);
  const url = (role: keyof RolePasswords) => urlAs(server.superuserUrl, role, server.passwords, database);
  const urls = { owner: url('owner'), api: url('api'), worker: url('worker') };
  return { urls, ran: await bringSchemaUp(urls.owner) };
}

/**
 * The schema as this version knows it; returns the number of migrations that ran now.
 * @throws StackFailure where a later version has been there: the schema only goes forward
 */
export async function bringSchemaUp(ownerUrl: string): Promise<number> {
  const fromLater = await unknownMigrations(ownerUrl);
  if (fromLater.length > 0)
    throw new StackFailure(
      `The database ${databaseNamed(ownerUrl)} was brought up by a newer Doudi: ${fromLater.join(', ')}. 数据库由更新版本的系统建立。`,
      'Use that version, or another database; the schema only goes forward. 请使用相应版本的程序，或换一个数据库。',
    );
  return (await migrate(ownerUrl)).length;
}

/** Real counties' policy and calendars, from the files under counties/. What is there already stays as it was. */
export async function seedPolicy(workerUrl: string): Promise<{ values: number; added: number }> {
  const pool = createPool(workerUrl, 2);
  try {
    return await loadPolicyIntoDatabase(pool, join(projectRoot, 'counties'));
  } finally {
    await pool.end();
  }
}
