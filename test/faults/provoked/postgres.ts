import type { Fault } from '../provoke.ts';
import { asSuperuser } from '../stack/asSuperuser.ts';
import { empty, fill, noDisks, smallDisk } from '../stack/disk.ts';
import { openStack, type Stack } from '../stack/stack.ts';

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
    id: 'F5-postgres-unheard',
    title: { zh: '数据库收得到、答不回', en: 'what PostgreSQL answers is swallowed, what it is asked is not' },
    lastsMs: 8_000,
    inject: async ({ wires }) => wires.postgres.hold('back'),
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
    ownStack: () => openStack({ postgres: { disk: smallDisk('700m') } }),
    impossible: noDisks,
    inject: async ({ postgres }) => fill(postgres.directory),
    async recover({ postgres }) {
      await empty(postgres.directory);
      await postgres.kill(); // a server that gave up over its log is down already; one that did not goes down now
      await postgres.start();
    },
  },
];
