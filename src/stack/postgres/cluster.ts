import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { StackFailure } from '../failure.ts';
import { type Supervised, supervise, untilReady } from '../process/supervised.ts';
import type { PostgresPrograms } from './binaries.ts';

/** Where and how an embedded cluster runs. Its superuser is `postgres`; it listens on the loopback address only. */
export interface ClusterOptions {
  readonly programs: PostgresPrograms;
  readonly dataDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly password: string;
  /** Settings as `name=value`, beside our own. */
  readonly settings?: readonly string[];
}

export interface Cluster {
  readonly process: Supervised;
  /** URL of one of its databases, as the superuser. */
  superuserUrl(database?: string): string;
  stop(): Promise<void>;
}

/** Starts the cluster, creating it first where the data directory is empty. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { programs, dataDir, port } = options;
  await createIfMissing(options);
  rejectOtherVersion(options);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    ...(options.settings ?? []),
  ];
  const process = supervise({
    command: programs.postgres,
    args: ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    logFile: options.logFile,
    user: programs.user,
    stopSignal: 'SIGINT', // PostgreSQL's fast shutdown: clients are disconnected, nothing is lost
  });
  const superuserUrl = (database = 'postgres') =>
    `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`;
  const outcome = await untilReady(process, () => answers(superuserUrl()), 60_000);
  if (outcome !== 'ready') {
    const said = process.tail();
    await process.kill();
    throw new StackFailure(
      `PostgreSQL did not start: ${said.split('\n').at(-1) ?? ''} PostgreSQL 启动失败。`,
      said.includes('postmaster.pid')
        ? `Another Doudi is using ${dataDir}. Stop it, or start beside it with --port-base. 请停止另一套系统，或换用 --port-base。`
        : `See ${options.logFile}. If the data is damaged and not needed: the same command with --reset. 请查看日志；数据损坏且不再需要时，可在同一命令后加 --reset。`,
    );
  }
  return { process, superuserUrl, stop: () => process.stop() };
}

async function createIfMissing({ programs, dataDir, password }: ClusterOptions): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  rmSync(dataDir, { recursive: true, force: true }); // an initdb that was interrupted leaves a directory without a version
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataDir}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of programs.user ? [dataDir, passwordFile] : [])
    chownSync(path, programs.user?.uid ?? 0, programs.user?.gid ?? 0);
  try {
    await promisify(execFile)(
      programs.initdb,
      [
        `--pgdata=${dataDir}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale-provider=builtin', // sorts the same on every system
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-sync',
      ],
      { ...programs.user, env: { ...process.env, LC_ALL: 'C' } },
    );
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw new StackFailure(
      `The database cluster could not be created: ${(error as { stderr?: string }).stderr?.trim() ?? error} 无法创建数据库。`,
      'Check that the disk has 200 MB free and that the directory may be written. 请确认磁盘有 200 MB 空间且目录可写。',
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function rejectOtherVersion({ programs, dataDir }: ClusterOptions): void {
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (Number(found) === programs.major) return;
  throw new StackFailure(
    `The data in ${dataDir} was written by PostgreSQL ${found}; this is PostgreSQL ${programs.major}. 数据目录版本不符。`,
    'Export it with the old version (pg_dump) and load it here, or begin anew: the same command with --reset. 请用旧版本导出后再导入，或在同一命令后加 --reset 重新开始。',
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
