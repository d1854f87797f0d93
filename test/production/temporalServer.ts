import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import pg from 'pg';
import { parse, stringify } from 'yaml';
import { connectionOptions } from '../../src/commands/temporalConnection.ts';
import type { TemporalCredentials } from '../../src/gateways/temporalCredentials.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { freePort, isFree } from '../../src/stack/ports.ts';
import { type Supervised, supervise } from '../../src/stack/process/supervised.ts';
import { compose, environmentOf, type Service } from '../support/composeFile.ts';
import { eventually } from '../support/eventually.ts';
import { openJwks } from './jwks.ts';
import { type PersistenceFaults, serverConfig } from './temporalConfig.ts';

/** Against a hang only, however loaded the machine. */
const patienceMs = 240_000;

export interface TemporalServerOptions {
  /** Where its secret, its log and its configuration go. */
  readonly directory: string;
  /** A PATH with its programs (temporalPrograms.ts). */
  readonly path: string;
  /** The PostgreSQL it is to keep everything in, as its superuser. */
  readonly superuserUrl: string;
  readonly namespace: string;
  /**
   * Where scripts/make-secrets.mjs made its certificates: it is then shut as in docker-compose.yml, whose environment it gets.
   * Otherwise it speaks in clear and believes everybody.
   */
  readonly shut?: string;
  /** Where the keys are of whoever vouches for people, once that is known. */
  readonly people?: () => string | undefined;
  /** What its own persistence is to do wrong; such a server reads a configuration file instead of its environment. */
  readonly faults?: PersistenceFaults;
}

/** Temporal's production server over PostgreSQL, by the very scripts that the containers of docker-compose.yml run. */
export interface TemporalServer {
  readonly address: string;
  /** Every port it was told to listen on. */
  readonly ports: Readonly<Record<string, string>>;
  readonly metricsUrl: string;
  /** The process that all of it was started by. */
  group(): number;
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { directory, path, superuserUrl, namespace, shut, people = () => undefined, faults } = options;
  const { hostname, port } = new URL(superuserUrl);
  const passwordFile = join(directory, 'temporal_database_password');
  const password = randomBytes(18).toString('base64url');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const scriptAt = (name: string) => join(projectRoot, 'ops/temporal', name);
  const shell = (script: string, env: Record<string, string>, before: readonly string[] = []) =>
    promisify(execFile)('sh', [...before, scriptAt(script)], {
      env: { PATH: path, HOME: directory, ...env },
      timeout: patienceMs,
    });

  await makeDatabases(superuserUrl, password);
  await shell('schema.sh', {
    SQL_PLUGIN: 'postgres12_pgx',
    SQL_HOST: hostname,
    SQL_PORT: port,
    SQL_USER: 'temporal',
    SQL_PASSWORD_FILE: passwordFile,
  });

  const jwks = shut === undefined ? undefined : await openJwks(shut, people);
  const guarded =
    shut === undefined
      ? { FRONTEND_HTTP_PORT: String(await freePort()), TEMPORAL_ALLOW_NO_AUTH: 'true' }
      : {
          ...environmentOf(compose.services.temporal as Service, shut),
          TEMPORAL_JWT_KEY_SOURCE1: `${jwks?.url}/processes`,
          TEMPORAL_JWT_KEY_SOURCE2: `${jwks?.url}/people`,
          TEMPORAL_JWT_KEY_REFRESH: '2s',
          TEMPORAL_TLS_REFRESH_INTERVAL: '2s',
          TEMPORAL_TLS_EXPIRATION_CHECKS_CHECK_INTERVAL: '2s',
        };
  const ports: Record<string, string> = {};
  for (const service of ['FRONTEND', 'INTERNAL_FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'])
    for (const what of ['GRPC', 'MEMBERSHIP']) ports[`${service}_${what}_PORT`] = String(await lowPort());
  const address = `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`;
  const metrics = `127.0.0.1:${await freePort()}`;
  const dynamicConfig = shut === undefined ? withoutTls(directory, scriptAt('dynamic.yaml')) : scriptAt('dynamic.yaml');
  const config: Record<string, string> = {};
  if (faults) {
    config.TEMPORAL_SERVER_CONFIG_FILE_PATH = join(directory, 'temporal.yaml');
    const text = serverConfig({
      ports: { ...guarded, ...ports },
      postgres: `${hostname}:${port}`,
      password,
      dynamicConfig,
      faults,
    });
    writeFileSync(config.TEMPORAL_SERVER_CONFIG_FILE_PATH, text, { mode: 0o600 });
  }
  const launch = () =>
    supervise({
      command: 'sh',
      args: [scriptAt('server.sh')],
      logFile: join(directory, 'temporal.log'),
      env: {
        ...{ PATH: path, HOME: directory, ...guarded, ...ports, ...config },
        DB: 'postgres12_pgx',
        DB_PORT: port,
        POSTGRES_SEEDS: hostname,
        POSTGRES_USER: 'temporal',
        POSTGRES_PWD_FILE: passwordFile,
        NUM_HISTORY_SHARDS: '4', // for one machine's tests; docker-compose.yml has 512
        BIND_ON_IP: '127.0.0.1',
        DYNAMIC_CONFIG_FILE_PATH: dynamicConfig,
        PROMETHEUS_ENDPOINT: metrics,
        LOG_LEVEL: 'warn',
      },
      graceMs: 10_000,
    });
  let program: Supervised = launch();
  const connection = connectionOptions({
    address,
    credentials: shut === undefined ? undefined : credentialsIn(shut, 'doudi'),
  });
  const answers = () => eventually('Temporal answers', () => answersGrpc(connection), patienceMs);
  await answers();
  const named = {
    ...(shut === undefined ? {} : environmentOf(compose.services['temporal-namespace'] as Service, shut)),
    ...{ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, HOME: directory },
  };
  const asAdministrator = shut === undefined ? [] : [scriptAt('administrator.sh'), 'sh'];
  const isNamed = () => shell('namespace.sh', named, asAdministrator).then(yes, no);
  await eventually('the namespace is there', isNamed, patienceMs);

  return {
    address,
    ports,
    metricsUrl: `http://${metrics}/metrics`,
    group: () => program.group,
    async start() {
      program = launch();
      await answers();
    },
    kill: () => program.kill(),
    async stop() {
      await program.stop();
      await jwks?.stop();
    },
  };
}

/** Of one of those who may speak with it, as scripts/make-secrets.mjs made them. */
export function credentialsIn(secrets: string, whose: 'doudi' | 'setup'): TemporalCredentials {
  const text = (name: string) => readFileSync(join(secrets, name), 'utf8');
  return {
    authority: text('temporal_authority'),
    certificate: text(`temporal_${whose}_certificate`),
    key: text(`temporal_${whose}_key`),
    token: text(`temporal_${whose}_token`),
  };
}

/** A server that has no certificates cannot find its own services by them. */
function withoutTls(directory: string, dynamicConfig: string): string {
  const { 'system.enableRingpopTLS': _, ...rest } = parse(readFileSync(dynamicConfig, 'utf8'));
  const file = join(directory, 'dynamic.yaml');
  writeFileSync(file, stringify(rest));
  return file;
}

const yes = () => true;
const no = () => false;

async function makeDatabases(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`create role temporal login nosuperuser password ${client.escapeLiteral(password)}`);
    for (const database of ['temporal', 'temporal_visibility'])
      await client.query(`create database ${database} owner temporal`);
  } finally {
    await client.end();
  }
}

/** Temporal keeps the ports of its services as a signed number of two bytes: above 32767 it does not start. */
async function lowPort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  return (await isFree(port)) ? port : lowPort();
}

async function answersGrpc(options: ConnectionOptions): Promise<boolean> {
  try {
    const connection = await Connection.connect({ ...options, connectTimeout: '1s' });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}
