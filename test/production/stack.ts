import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { checkCallbackPath } from '../../src/contracts/checkPlatform.ts';
import { messageCallbackPath } from '../../src/contracts/messages.ts';
import { startBank } from '../../src/simulators/bank.ts';
import { startCheckPlatform } from '../../src/simulators/checkPlatform.ts';
import { startInstantBank } from '../../src/simulators/instantBank.ts';
import { startMessageGateway } from '../../src/simulators/messages.ts';
import { projectRoot, withoutTraces } from '../../src/stack/paths.ts';
import { freePort } from '../../src/stack/ports.ts';
import { findPostgres } from '../../src/stack/postgres/binaries.ts';
import { startCluster } from '../../src/stack/postgres/cluster.ts';
import { type Supervised, supervise } from '../../src/stack/process/supervised.ts';
import { makeSecrets } from '../support/composeFile.ts';
import { eventually } from '../support/eventually.ts';
import { officialsOf } from '../support/officials.ts';
import { openDoor } from './door.ts';
import { type Identity, startIdentity } from './identity.ts';
import { startKeycloak } from './keycloak.ts';
import { pathWithTemporal } from './temporalPrograms.ts';
import { startTemporalServer } from './temporalServer.ts';

/** Against a hang only, however loaded the machine. */
const patienceMs = 240_000;

/** What ended, and what it said. */
export interface Ran {
  readonly code: number;
  readonly said: string;
}

/** A process of Doudi's, as a container of docker-compose.yml runs it: compiled, NODE_ENV=production, secrets in files. */
export interface Part {
  readonly name: string;
  readonly program: Supervised;
  /** Where it says what it measures. */
  readonly metricsUrl: string;
}

/**
 * The topology of docker-compose.yml without Docker: PostgreSQL with a role for each, Temporal's production server over it
 * (by the very scripts that the containers run), an OpenID provider that is not ours, the migration job, and the parts. The
 * outside systems are the simulators, over their real protocols.
 */
export async function startProduction(say: (line: string) => void) {
  const directory = mkdtempSync(join(tmpdir(), 'doudi-production-'));
  chmodSync(directory, 0o711); // the unprivileged user that PostgreSQL runs as must get to its data
  const stops: (() => Promise<unknown>)[] = [];
  const path = await pathWithTemporal(say);
  const people = officialsOf('dangyang');

  /** A secret as the container sees it: the path of a file. */
  const secrets = join(directory, 'secrets');
  mkdirSync(secrets, { mode: 0o700 });
  const secretFile = (name: string, value: string) => {
    const file = join(secrets, name);
    writeFileSync(file, `${value}\n`, { mode: 0o600 });
    return file;
  };
  const word = () => randomBytes(18).toString('base64url');
  const key = () => randomBytes(32).toString('base64');

  // ---- PostgreSQL
  const superuserPassword = word();
  const port = await freePort();
  const cluster = await startCluster({
    programs: await findPostgres(),
    dataDir: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port,
    password: superuserPassword,
    settings: ['max_connections=300'],
  });
  stops.push(() => cluster.stop());
  const superuserUrl = cluster.superuserUrl();
  say('PostgreSQL runs');

  const made = join(directory, 'made', 'secrets');
  makeSecrets(made, 'localhost');
  let identity: Identity | undefined;
  const temporal = await startTemporalServer({
    directory: secrets,
    path,
    superuserUrl,
    namespace: 'doudi',
    shut: made,
    people: () => identity?.keysUrl,
  });
  stops.push(() => temporal.stop());
  say('Temporal runs over PostgreSQL');

  // ---- who is who, and the outside world
  const keycloak = process.env.KEYCLOAK_HOME;
  identity = keycloak
    ? await startKeycloak({ home: keycloak, directory, secrets: made, superuserUrl })
    : await startIdentity(Object.values(people));
  if (keycloak) say('Keycloak runs');
  stops.push(() => identity.stop());
  const apiPorts: number[] = [];
  const door = await openDoor(() => apiPorts);
  stops.push(() => door.stop());
  const shared = {
    checkPlatform: key(),
    callback: key(),
    messages: key(),
    messageCallback: key(),
    registers: key(),
    instantBank: key(),
  };
  const bankDir = join(directory, 'bank');
  const documents = join(directory, 'documents');
  for (const each of [bankDir, documents]) mkdirSync(each);
  const checkPlatform = await startCheckPlatform({
    port: 0,
    secret: shared.checkPlatform,
    callbackUrl: door.url + checkCallbackPath,
    callbackSecret: shared.callback,
  });
  const messages = await startMessageGateway({
    port: 0,
    secret: shared.messages,
    callbackUrl: door.url + messageCallbackPath,
    callbackSecret: shared.messageCallback,
  });
  const instantBank = await startInstantBank({ dir: bankDir, port: 0, secret: shared.instantBank });
  const bank = await startBank({ dir: bankDir });
  stops.push(
    () => checkPlatform.stop(),
    () => messages.stop(),
    () => instantBank.stop(),
    () => bank.stop(),
  );

  // ---- Doudi's parts
  const urlOf = (role: string) => `postgres://doudi_${role}:${word()}@127.0.0.1:${port}/doudi`;
  const urls = { owner: urlOf('owner'), api: urlOf('api'), worker: urlOf('worker') };
  const roleFiles = {
    DATABASE_URL_OWNER_FILE: secretFile('database_url_owner', urls.owner),
    DATABASE_URL_API_FILE: secretFile('database_url_api', urls.api),
    DATABASE_URL_WORKER_FILE: secretFile('database_url_worker', urls.worker),
  };
  const settings = {
    PATH: path,
    NODE_ENV: 'production',
    TZ: 'UTC',
    HOST: '127.0.0.1',
    WORKFLOW_BUNDLE: join(projectRoot, 'dist/workflow-bundle.js'),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: 'doudi',
    TEMPORAL_AUTHORITY_FILE: join(made, 'temporal_authority'),
    TEMPORAL_CERTIFICATE_FILE: join(made, 'temporal_doudi_certificate'),
    TEMPORAL_KEY_FILE: join(made, 'temporal_doudi_key'),
    TEMPORAL_TOKEN_FILE: join(made, 'temporal_doudi_token'),
    OIDC_ISSUER: identity.issuer,
    NODE_EXTRA_CA_CERTS: join(made, 'tls_authority'),
    CALLBACK_BASE_URL: door.url,
    CHECK_PLATFORM_URL: checkPlatform.url,
    MESSAGE_GATEWAY_URL: messages.url,
    INSTANT_BANK_URL: instantBank.url,
    BANK_DIR: bankDir,
    DOCUMENTS_DIR: documents,
    DATA_KEYS_FILE: secretFile('data_keys', `k1:${key()}`),
    HASH_KEY_FILE: secretFile('hash_key', key()),
    CHECK_PLATFORM_SECRET_FILE: secretFile('check_platform_secret', shared.checkPlatform),
    CALLBACK_SECRET_FILE: secretFile('callback_secret', shared.callback),
    MESSAGE_GATEWAY_SECRET_FILE: secretFile('message_gateway_secret', shared.messages),
    MESSAGE_CALLBACK_SECRET_FILE: secretFile('message_callback_secret', shared.messageCallback),
    REGISTERS_SECRET_FILE: secretFile('registers_secret', shared.registers),
    INSTANT_BANK_SECRET_FILE: secretFile('instant_bank_secret', shared.instantBank),
  };

  /** Runs a script of dist/ to its end. */
  async function run(script: string, args: readonly string[], env: Record<string, string>): Promise<Ran> {
    try {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [join(projectRoot, 'dist/src', script), ...args],
        { env, timeout: patienceMs, cwd: directory },
      );
      return { code: 0, said: stdout + stderr };
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
      return { code: code ?? -1, said: stdout + stderr };
    }
  }

  async function start(name: string, script: string, role: 'API' | 'WORKER', more: Record<string, string>) {
    const metricsPort = await freePort();
    const log = join(directory, `${name}.log`);
    const file = `DATABASE_URL_${role}_FILE` as const;
    const program = supervise({
      command: process.execPath,
      args: [...(script === 'worker.js' ? withoutTraces : []), join(projectRoot, 'dist/src', script)],
      logFile: log,
      env: { ...settings, [file]: roleFiles[file], METRICS_PORT: String(metricsPort), ...more },
      graceMs: 12_000,
    });
    stops.push(() => program.stop());
    await eventually(`${name} is ready`, () => / ready/.test(program.tail()), patienceMs).catch((error: Error) => {
      throw new Error(`${error.message}\n${program.tail()}`);
    });
    say(`${name} runs`);
    return { name, program, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` } satisfies Part;
  }

  let aheadMs = 0;
  const production = {
    /**
     * Days pass. Nothing of the product can have them pass in production; the database's superuser can, who could do anything
     * to a record, and does it here in the world's stead. Nobody is told: what is due has to be found, as after a night.
     */
    async daysPass(days: number): Promise<void> {
      aheadMs += days * 86_400_000;
      await withClient(cluster.superuserUrl('doudi'), (client) =>
        client.query(
          `begin; select pg_advisory_xact_lock(hashtext('doudi.business_clock'));
           update business_clock set offset_ms = ${aheadMs}; commit`,
        ),
      );
    },
    daysAheadMs: () => aheadMs,
    people,
    identity,
    urls,
    superuserUrl,
    door,
    bankDir,
    instantBank,
    messages,
    settings,
    temporal,
    /** Where its certificates and tokens lie. */
    made,

    /** The migration job: roles, schema, policy. It alone knows the superuser, and none of the keys. */
    migrate: () =>
      run('cli.js', ['migrate'], {
        PATH: path,
        NODE_ENV: 'production',
        DATABASE_URL_FILE: secretFile('database_url', superuserUrl),
        ...roleFiles,
      }),
    /** `doudi …`, as the worker's role. */
    doudi: (...args: string[]) =>
      run('cli.js', args, { ...settings, DATABASE_URL_WORKER_FILE: roleFiles.DATABASE_URL_WORKER_FILE }),
    /** The same as the owner. */
    doudiAsOwner: (...args: string[]) =>
      run('cli.js', args, { ...settings, DATABASE_URL_OWNER_FILE: roleFiles.DATABASE_URL_OWNER_FILE }),
    /** Starts a part that is expected to refuse. */
    refused: (script: string, more: Record<string, string>) =>
      run(script, [], { ...settings, DATABASE_URL_API_FILE: roleFiles.DATABASE_URL_API_FILE, ...more }),

    async startApi(name: string): Promise<Part & { readonly port: number }> {
      const own = await freePort();
      const part = await start(name, 'api/main.js', 'API', { PORT: String(own) });
      apiPorts.push(own);
      return { ...part, port: own, metricsUrl: `http://127.0.0.1:${own}/metrics` };
    },
    startWorker: (name: string, worksOn: 'cases' | 'emergencies') =>
      start(name, 'worker.js', 'WORKER', { WORKS_ON: worksOn }),
    startRelay: (name: string) => start(name, 'relay/main.js', 'WORKER', {}),

    async stop() {
      for (const stop of stops.reverse()) await stop().catch(() => {});
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return production;
}

export type Production = Awaited<ReturnType<typeof startProduction>>;

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
