import { execFile } from 'node:child_process';
import { appendFile, chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../../src/stack/ports.ts';
import { startCluster } from '../../../src/stack/postgres/cluster.ts';
import { eventually } from '../../support/eventually.ts';
import type { IsolatedPostgres } from '../../support/postgres.ts';
import { openWire } from './proxy.ts';

const run = promisify(execFile);

/** What a server must be told at its start so that it can be followed, and its log kept. */
export const followed = [
  'wal_level=replica',
  'max_wal_senders=4',
  'wal_keep_size=256MB',
  'archive_mode=on',
  'archive_command=mkdir -p archived && cp %p archived/%f',
];

/** A copy of our server's data that can take their place. */
export interface Copy {
  /** What is committed from now on, it will not have. */
  mark(): Promise<void>;
  /** Ours is dead: the copy takes its place. */
  takeOver(): Promise<void>;
}

/** A second server that streams what the first commits, as a county with two machines has it. */
export async function startStandby(postgres: IsolatedPostgres): Promise<Copy> {
  const { options } = postgres;
  const wire = await openWire({ port: options.port });
  const dataDir = await baseBackup(postgres, 'standby');
  const source = `host=127.0.0.1 port=${wire.port} user=postgres password=${options.password}`;
  await tell(postgres, dataDir, 'standby.signal', [
    `primary_conninfo = '${source}'`,
    `wal_retrieve_retry_interval = 200`,
  ]);
  const cluster = await startCluster({ ...options, dataDir, port: await freePort() });
  const place = await asked<{ lsn: string }>(postgres.superuserUrl, 'select pg_current_wal_lsn() as lsn');
  await eventually('the standby has what ours has', async () => {
    const there = `select pg_last_wal_replay_lsn() >= '${place?.lsn}'::pg_lsn as has`;
    return (await asked<{ has: boolean }>(cluster.superuserUrl(), there))?.has;
  });
  return {
    mark: async () => wire.cut(),
    async takeOver() {
      await cluster.stop();
      await wire.close();
      await postgres.startFrom(dataDir);
      await asked(postgres.superuserUrl, 'select pg_promote()');
      await isPrimary(postgres);
    },
  };
}

/** A backup, and the log since: any moment can be gone back to. */
export async function takeBackup(postgres: IsolatedPostgres): Promise<Copy> {
  const { options, superuserUrl } = postgres;
  const dataDir = await baseBackup(postgres, 'backup');
  const mark = 'gone_back_to';
  return {
    async mark() {
      await asked(superuserUrl, `select pg_create_restore_point('${mark}')`);
      const log = await asked<{ file: string }>(superuserUrl, 'select pg_walfile_name(pg_switch_wal()) as file');
      await eventually('its log is kept', async () =>
        (await readdir(join(options.dataDir, 'archived'))).includes(log?.file ?? ''),
      );
    },
    async takeOver() {
      await run('cp', ['-a', join(options.dataDir, 'archived'), dataDir]);
      await tell(postgres, dataDir, 'recovery.signal', [
        `restore_command = 'cp archived/%f %p'`,
        `recovery_target_name = '${mark}'`,
        `recovery_target_action = 'promote'`,
      ]);
      await postgres.startFrom(dataDir);
      await isPrimary(postgres);
    },
  };
}

/** Copies the data of a server at work, as pg_basebackup does: the embedded PostgreSQL comes without. Gives where. */
async function baseBackup({ options, superuserUrl, directory }: IsolatedPostgres, name: string): Promise<string> {
  const copy = join(directory, name);
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('doudi', true)`);
    await run('cp', ['-a', options.dataDir, copy]).catch(vanished);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await rm(join(copy, 'postmaster.pid'), { force: true });
    for (const segment of await readdir(join(copy, 'pg_wal')))
      await rm(join(copy, 'pg_wal', segment), { recursive: true });
    await mkdir(join(copy, 'pg_wal/archive_status'));
    await writeFile(join(copy, 'backup_label'), rows[0]?.labelfile ?? '');
    await own(options.programs.user, join(copy, 'pg_wal/archive_status'), join(copy, 'backup_label'));
  } finally {
    await client.end();
  }
  return copy;
}

/** A file may go while it is copied: the log from the backup's beginning makes good for it. */
function vanished(error: Error & { readonly stderr?: string }): void {
  const others = error.stderr?.split('\n').filter((line) => line !== '' && !line.includes('No such file or directory'));
  if (others?.length !== 0) throw error;
}

async function tell({ options }: IsolatedPostgres, dataDir: string, signal: string, settings: readonly string[]) {
  await writeFile(join(dataDir, signal), '');
  await own(options.programs.user, join(dataDir, signal));
  await appendFile(join(dataDir, 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
}

async function own(user: { readonly uid: number; readonly gid: number } | undefined, ...files: string[]) {
  if (user) for (const file of files) await chown(file, user.uid, user.gid);
}

const isPrimary = ({ superuserUrl }: IsolatedPostgres) =>
  eventually('it takes writes', async () => {
    const server = await asked<{ follows: boolean }>(superuserUrl, 'select pg_is_in_recovery() as follows');
    return server?.follows === false;
  });

async function asked<T extends pg.QueryResultRow>(url: string, statement: string): Promise<T | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows[0];
  } finally {
    await client.end();
  }
}
