import { execFile } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import type { Fault } from '../provoke.ts';
import { openStack, type Stack } from '../stack/stack.ts';

/** Done as the superuser, on a connection of its own. */
async function asSuperuser(stack: Stack, ...statements: string[]): Promise<void> {
  const url = new URL(stack.postgres.superuserUrl);
  url.pathname = `/${stack.db.name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const killed = async ({ postgres }: Stack) => {
  await postgres.kill();
  await postgres.start();
};
const everybodyOut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
const hit = ['case_event', 'command', 'payment_line'];

export const hurtPostgres: readonly Fault[] = [
  {
    id: 'F4-killed',
    title: { zh: '数据库被杀后重启', en: 'PostgreSQL killed and started again' },
    inject: killed,
  },
  {
    id: 'F4-killed-payday',
    title: { zh: '发放中数据库被杀', en: 'PostgreSQL killed on payday' },
    during: 'payday',
    inject: killed,
  },
  {
    id: 'F4-killed-clocks',
    title: { zh: '时钟到期时数据库被杀', en: 'PostgreSQL killed while clocks ring' },
    during: 'confirmation',
    moments: 1,
    inject: killed,
  },
  {
    id: 'F4-terminated',
    title: { zh: '数据库切断全部连接', en: 'every connection ended by the database' },
    inject: (stack) => asSuperuser(stack, everybodyOut),
  },
  {
    id: 'F6-connections',
    title: { zh: '数据库连接耗尽', en: 'out of connections' },
    lastsMs: 4_000,
    inject: (stack) => asSuperuser(stack, `alter database ${stack.db.name} connection limit 2`, everybodyOut),
    recover: (stack) => asSuperuser(stack, `alter database ${stack.db.name} connection limit -1`),
  },
  {
    id: 'F6-serialization',
    title: { zh: '三成事务序列化失败', en: 'three transactions in ten fail to serialize' },
    lastsMs: 6_000,
    inject: (stack) =>
      asSuperuser(
        stack,
        `create function fails_to_serialize() returns trigger language plpgsql as $$
         begin
           if random() < 0.3 then raise exception 'could not serialize access' using errcode = 'serialization_failure'; end if;
           return null;
         end $$`,
        ...hit.map(
          (table) =>
            `create trigger fails_to_serialize after insert on ${table} for each statement execute function fails_to_serialize()`,
        ),
      ),
    recover: (stack) => asSuperuser(stack, 'drop function fails_to_serialize cascade'),
  },
  {
    id: 'F6-slow',
    title: { zh: '数据库每次往返慢 80 毫秒', en: 'a database that is 80 ms away' },
    lastsMs: 6_000,
    inject: async ({ wires }) => wires.postgres.slow(40),
    recover: async ({ wires }) => wires.postgres.mend(),
  },
  {
    id: 'F6-lock',
    title: { zh: '日志表被锁六秒', en: 'the journal locked for six seconds' },
    inject: (stack) =>
      asSuperuser(stack, 'begin', 'lock table case_event in exclusive mode', 'select pg_sleep(6)', 'rollback'),
  },
  {
    id: 'F5-postgres-cut',
    title: { zh: '与数据库的网络中断', en: 'the network to PostgreSQL cut' },
    lastsMs: 4_000,
    inject: async ({ wires }) => wires.postgres.cut(),
    recover: async ({ wires }) => wires.postgres.mend(),
  },
  {
    id: 'F5-postgres-held',
    title: { zh: '与数据库的网络无声吞没', en: 'the network to PostgreSQL swallows everything' },
    lastsMs: 8_000,
    inject: async ({ wires }) => wires.postgres.hold(),
    recover: async ({ wires }) => wires.postgres.mend(),
  },
  {
    id: 'F7',
    title: { zh: '数据库磁盘写满', en: 'the database’s disk is full' },
    lastsMs: 4_000,
    ownStack: () => openStack({ disk: smallDisk() }),
    impossible: () => (process.getuid?.() === 0 ? undefined : 'only root may mount a small disk'),
    inject: async ({ postgres }) => fill(postgres.directory),
    async recover({ postgres }) {
      await rm(ballastIn(postgres.directory));
      await postgres.kill(); // a server that gave up over its log is down already; one that did not goes down now
      await postgres.start();
    },
  },
];

const run = promisify(execFile);
const ballastIn = (directory: string) => join(directory, 'ballast');

/** A disk of 700 MB in memory. Only root may mount one. */
function smallDisk() {
  let mounted = '';
  const off = () => (mounted ? run('umount', ['--lazy', mounted]) : Promise.resolve());
  return {
    async mount(directory: string) {
      await run('mount', ['-t', 'tmpfs', '-o', 'size=700m,mode=0711', 'doudi-faults', directory]);
      mounted = directory;
    },
    async unmount() {
      await off();
      mounted = '';
    },
  };
}

/** Leaves nothing: what the database writes next has no room. */
async function fill(directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const piece = Buffer.alloc(1 << 20);
  await writeFile(ballastIn(directory), '');
  await eventually('the disk is full', async () => {
    try {
      for (let left = bavail * bsize; ; left -= piece.length)
        await writeFile(ballastIn(directory), left > piece.length ? piece : Buffer.alloc(4_096), { flag: 'a' });
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOSPC';
    }
  });
}
