import { eventually } from '../support/eventually.ts';
import { type Footprint, filesBelow, footprintOf as footprint, inMega, mega, sayDisk } from '../support/footprint.ts';
import type { Life } from './life.ts';
import { asSuperuser } from './stack/asSuperuser.ts';
import type { Stack } from './stack/stack.ts';

/** What a stack takes up, and how much its processes have printed. */
export interface StackFootprint extends Footprint {
  readonly printed: number;
}

/** What a process may have grown to since it was first looked at: generous, for one that leaks goes past any bound. */
const mostMemory = (first: number) => 2 * first + 250 * mega;
/** What all processes may print about one fault. */
const mostPrinted = 4 * mega;
/** Of the pools of two workers, two of the API and a relay, and of the harness itself. */
const mostConnections = 2 * (32 + 4) + 2 * (20 + 4) + 10 + 40;

export async function footprintOf(stack: Stack, { rows }: Pick<Life, 'rows'>): Promise<StackFootprint> {
  const { apis, workers, relay, postgres, temporal } = stack;
  const processes: (readonly [string, number])[] = [
    ...[...workers, ...apis, relay].map(({ name, process }) => [name, process.pid] as const),
    ['PostgreSQL', postgres.group()],
    ['Temporal', temporal.group()],
  ];
  return { ...(await footprint(processes, temporal.directory, rows)), printed: stack.printed().length };
}

/** What has grown that grows with nothing, between a stack's first footprint, its last before a fault, and now. */
export function grownBeyond(first: StackFootprint, before: StackFootprint, now: StackFootprint): string[] {
  const grown = [...now.memory].filter(([name, bytes]) => bytes > mostMemory(first.memory.get(name) ?? 0));
  const printed = now.printed - before.printed;
  return [
    ...grown.map(([name, bytes]) => `${name} takes ${inMega(bytes)}, ${inMega(first.memory.get(name) ?? 0)} at first`),
    ...(printed > mostPrinted ? [`its processes printed ${inMega(printed)} about it`] : []),
  ];
}

/** Asked as the superuser: others do not see what another's session does. */
const leftInDatabase = `
  with session as (select * from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend')
  select 'transaction' as left, usename, state, query from session where xact_start < clock_timestamp() - interval '10 seconds'
  union all select 'prepared transaction', owner, gid, null from pg_prepared_xacts where database = current_database()
  union all select 'lock of nobody at work', usename, locktype, query from pg_locks join session using (pid)
             where state = 'idle' and granted
  union all select 'connections', null, count(*)::text, null from session having count(*) > ${mostConnections}`;

/** What is left lying about when all is done: transactions nobody ends, locks, connections, half-written files. */
export async function leftLying(stack: Stack): Promise<string[]> {
  const halfWritten = () =>
    [stack.bankDir, stack.documentsDir].flatMap(filesBelow).filter((file) => /\.(part|tmp)$/.test(file));
  const look = async () => [
    ...(await asSuperuser(stack, leftInDatabase)).map((row) => JSON.stringify(row)),
    ...halfWritten(),
  ];
  let left: string[] = [];
  const nothing = async () => {
    left = await look();
    return left.length === 0;
  };
  await eventually('nothing is left lying about', nothing, 20_000).catch((error) => {
    if (left.length === 0) throw error; // it was not to be seen
  });
  return left;
}

/** For the table: memory of all before and after, and what an event of the journals took on disk. */
export function sayGrowth(before: Footprint, now: Footprint): string {
  const all = ({ memory }: Footprint) => [...memory.values()].reduce((sum, bytes) => sum + bytes, 0);
  return `${inMega(all(before))} → ${inMega(all(now))}, ${sayDisk(before, now)}`;
}
