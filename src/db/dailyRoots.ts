import { createHash } from 'node:crypto';
import { businessDateOf, type PlainDate } from '../domain/calendar.ts';
import { chainStart, type DailyRoot, rootFile, type Tip } from '../domain/dailyRoot.ts';
import { readBusinessClock } from './businessClock.ts';
import { countRows, readChain, readTips } from './chains.ts';
import type { Tx } from './pool.ts';

/** A root as the database has it. */
export interface StoredRoot {
  readonly day: PlainDate;
  readonly previous: string;
  readonly root: string;
  readonly chains: number;
  readonly takenAt: string;
}

/** The hash of a root is that of its file. */
export function rootOf(daily: DailyRoot): string {
  return createHash('sha256').update(rootFile(daily)).digest('hex');
}

/** Takes today's root, unless somebody has: where every chain ends now, after the root before. */
export async function takeDailyRoot(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('doudi.daily_root'))`);
  const { now } = await readBusinessClock(tx);
  const day = businessDateOf(now);
  const last = (await readRoots(tx)).at(-1);
  if (last && last.day >= day) return;
  const known = new Map((await readTipsOn(tx, day)).map((tip) => [tip.chain, tip]));
  const moved = await movedSince(tx, known, new Date(last?.takenAt ?? 0));
  const previous = last?.root ?? chainStart;
  const tips = [...new Map([...known, ...moved.map((tip) => [tip.chain, tip] as const)]).values()];
  const root = rootOf({ day, previous, tips });
  await tx.query('insert into daily_root (day, previous, root, chains, taken_at) values ($1, $2, $3, $4, $5)', [
    day,
    previous,
    root,
    tips.length,
    new Date(now),
  ]);
  await tx.query(
    `insert into daily_tip (day, chain, seq, hash)
     select $1, t.chain, t.seq, t.hash from jsonb_to_recordset($2) as t(chain text, seq int, hash text)`,
    [day, JSON.stringify(moved)],
  );
}

/** The chains that end elsewhere than is known of them. */
async function movedSince(tx: Tx, known: ReadonlyMap<string, Tip>, since: Date): Promise<Tip[]> {
  const moved = (await readTips(tx)).filter(({ chain, hash }) => known.get(chain)?.hash !== hash);
  for (const { chain, rows } of await countRows(tx, since)) {
    if (known.get(chain)?.seq === rows) continue;
    const { hashes } = await readChain(tx, chain);
    moved.push({ chain, seq: hashes.length, hash: hashes.at(-1) ?? chainStart });
  }
  return moved;
}

/** All roots, the first first. */
export async function readRoots(tx: Tx): Promise<StoredRoot[]> {
  const { rows } = await tx.query('select day, previous, root, chains, taken_at from daily_root order by day');
  return rows.map(({ taken_at, ...row }) => ({ ...row, takenAt: taken_at.toISOString() }));
}

/** Where every chain ended when that day's root was taken, as far as roots say. */
async function readTipsOn(tx: Tx, day: PlainDate): Promise<Tip[]> {
  const { rows } = await tx.query<Tip>(
    'select distinct on (chain) chain, seq, hash from daily_tip where day <= $1 order by chain, day desc',
    [day],
  );
  return rows;
}

/** Every tip of every root, the first first. */
export async function readAllTips(tx: Tx): Promise<(Tip & { readonly day: PlainDate })[]> {
  const { rows } = await tx.query<Tip & { day: PlainDate }>(
    'select day, chain, seq, hash from daily_tip order by day, chain',
  );
  return rows;
}

/** A day's root, whole; undefined where none was taken. Without a day, the newest. */
export async function readDailyRoot(tx: Tx, day?: PlainDate): Promise<DailyRoot | undefined> {
  const found = (await readRoots(tx)).filter((each) => day === undefined || each.day === day).at(-1);
  return found && { day: found.day, previous: found.previous, tips: await readTipsOn(tx, found.day) };
}
