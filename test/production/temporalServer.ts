import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { projectRoot } from '../../src/stack/paths.ts';
import { freePort, isFree } from '../../src/stack/ports.ts';
import { type Supervised, supervise } from '../../src/stack/process/supervised.ts';
import { eventually } from '../support/eventually.ts';
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
  /** What its own persistence is to do wrong; such a server reads a configuration file instead of its environment. */
  readonly faults?: PersistenceFaults;
}

/** Temporal's production server over PostgreSQL, by the very scripts that the containers of docker-compose.yml run. */
export interface TemporalServer {
  readonly address: string;
  readonly metricsUrl: string;
  /** The process that all of it was started by. */
  group(): number;
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { directory, path, superuserUrl, namespace, faults } = options;
  const { hostname, port } = new URL(superuserUrl);
  const passwordFile = join(directory, 'temporal_database_password');
  const password = randomBytes(18).toString('base64url');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const shell = (script: string, env: Record<string, string>) =>
    promisify(execFile)('sh', [join(projectRoot, 'ops/temporal', script)], {
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

  const ports: Record<string, string> = { FRONTEND_HTTP_PORT: String(await freePort()) };
  for (const service of ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'])
    for (const what of ['GRPC', 'MEMBERSHIP']) ports[`${service}_${what}_PORT`] = String(await lowPort());
  const address = `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`;
  const metrics = `127.0.0.1:${await freePort()}`;
  const dynamicConfig = join(projectRoot, 'ops/temporal/dynamic.yaml');
  const config: Record<string, string> = {};
  if (faults) {
    config.TEMPORAL_SERVER_CONFIG_FILE_PATH = join(directory, 'temporal.yaml');
    const text = serverConfig({ ports, postgres: `${hostname}:${port}`, password, dynamicConfig, faults });
    writeFileSync(config.TEMPORAL_SERVER_CONFIG_FILE_PATH, text, { mode: 0o600 });
  }
  const launch = () =>
    supervise({
      command: 'sh',
      args: [join(projectRoot, 'ops/temporal/server.sh')],
      logFile: join(directory, 'temporal.log'),
      env: {
        ...{ PATH: path, HOME: directory, ...ports, ...config },
        DB: 'postgres12_pgx',
        DB_PORT: port,
        POSTGRES_SEEDS: hostname,
        POSTGRES_USER: 'temporal',
        POSTGRES_PWD_FILE: passwordFile,
        NUM_HISTORY_SHARDS: '4', // for one machine's tests; docker-compose.yml has 512
        BIND_ON_IP: '127.0.0.1',
        DYNAMIC_CONFIG_FILE_PATH: dynamicConfig,
        PROMETHEUS_ENDPOINT: metrics,
        TEMPORAL_ALLOW_NO_AUTH: 'true',
        LOG_LEVEL: 'warn',
      },
      graceMs: 10_000,
    });
  let program: Supervised = launch();
  const answers = () => eventually('Temporal answers', () => answersGrpc(address), patienceMs);
  await answers();
  const named = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  await eventually('the namespace is there', () => shell('namespace.sh', named).then(yes, no), patienceMs);

  return {
    address,
    metricsUrl: `http://${metrics}/metrics`,
    group: () => program.group,
    async start() {
      program = launch();
      await answers();
    },
    kill: () => program.kill(),
    stop: () => program.stop(),
  };
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

async function answersGrpc(address: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '1s' });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}
