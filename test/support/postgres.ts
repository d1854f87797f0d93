import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../../src/db/migrate.ts';
import { createPool } from '../../src/db/pool.ts';
import { createDatabase, createRoles, urlAs } from '../../src/db/roles.ts';
import { loadPolicyIntoDatabase } from '../../src/policy/store.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { freePort } from '../../src/stack/ports.ts';
import { findPostgres } from '../../src/stack/postgres/binaries.ts';
import { type ClusterOptions, startCluster } from '../../src/stack/postgres/cluster.ts';
import { testPasswords, testTemplate } from './names.ts';

const run = promisify(execFile);

/** Commits need not survive a power cut in a test, but a killed server they do. */
const fast = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_connections=400',
  'shared_buffers=256MB',
];

/** A cluster that holds the migrated template with the policy of real counties; each test copies it. */
export async function startTestCluster(directory: string, settings: readonly string[] = fast) {
  const options: ClusterOptions = {
    programs: await findPostgres(),
    dataDir: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    password: 'test',
    settings,
  };
  const cluster = await startCluster(options);
  const superuserUrl = cluster.superuserUrl();
  await createRoles(superuserUrl, testPasswords);
  await createDatabase(superuserUrl, testTemplate);
  await migrate(urlAs(superuserUrl, 'owner', testPasswords, testTemplate));
  const pool = createPool(urlAs(superuserUrl, 'worker', testPasswords, testTemplate), 1);
  await loadPolicyIntoDatabase(pool, join(projectRoot, 'counties'));
  await pool.end(); // a template is copied only while nobody is connected to it
  return { cluster, options, superuserUrl };
}

/** A PostgreSQL of a test's own, for tests that kill and restart it. */
export interface IsolatedPostgres {
  readonly superuserUrl: string;
  /** Where its data lies. */
  readonly directory: string;
  /** Of the server's processes, to stop them without ending them. */
  group(): number;
  /** SIGKILL: what was committed is there again after `start`, and nothing else. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Of it, as a server of the same machine is started: where its programs are, and under whom they run. */
  readonly options: ClusterOptions;
  /** Puts this copy of its data in the place of its own while it is down, and starts it. */
  startFrom(copy: string): Promise<void>;
  /** Stops it, copies its data as docs/operations.md says, and starts it again. Gives how to put the copy back. */
  backUp(): Promise<() => Promise<void>>;
  dispose(): Promise<void>;
}

/** A disk to keep it on, for a test that fills it. */
export interface Disk {
  mount(directory: string): Promise<void>;
  unmount(): Promise<void>;
}

export async function startIsolatedPostgres({
  disk,
  settings: more = [],
}: {
  readonly disk?: Disk | undefined;
  readonly settings?: readonly string[];
} = {}): Promise<IsolatedPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-postgres-'));
  await disk?.mount(directory);
  chmodSync(directory, 0o711); // the unprivileged user that PostgreSQL runs as must get to its data
  // What is acknowledged is written: a killed server is the point here. The machine itself stays up.
  const settings = [...fast.filter((setting) => !setting.startsWith('synchronous_commit')), ...more];
  const { superuserUrl, options, ...started } = await startTestCluster(directory, settings);
  let cluster = started.cluster;
  const replaceData = async (copy: string) => {
    await rm(options.dataDir, { recursive: true });
    await run('cp', ['-a', copy, options.dataDir]);
    cluster = await startCluster(options);
  };
  return {
    superuserUrl,
    directory,
    options,
    startFrom: replaceData,
    group: () => cluster.process.group,
    kill: () => cluster.process.kill(),
    async start() {
      cluster = await startCluster(options);
    },
    async backUp() {
      const copy = `${options.dataDir}.copy`;
      await cluster.stop();
      await run('cp', ['-a', options.dataDir, copy]);
      cluster = await startCluster(options);
      return async () => {
        await cluster.stop();
        await replaceData(copy);
      };
    },
    async dispose() {
      await cluster.stop();
      await disk?.unmount();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
