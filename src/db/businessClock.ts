import { type Tx, together } from './pool.ts';
import { ask, type Question } from './questions.ts';

/**
 * Business time under a shared lock: while a transaction that read it is open, the test clock cannot be moved. Without
 * the locks 22 of 160 clocks were never woken, because they were written with a time that was over already. The lock is a
 * statement of its own: the statement that waits for it sees what stood before the wait.
 */
export async function readBusinessClock(tx: Tx): Promise<{ now: number; offsetMs: number }> {
  const [, { clock }] = await together([keepBusinessClock(tx), ask(tx, 'business clock', { clock: businessClock })]);
  return clock;
}

/** Waits for whoever moves the clock, and keeps it from being moved until this transaction is over. */
export async function keepBusinessClock(tx: Tx): Promise<void> {
  await tx.query({
    name: 'keep the business clock',
    text: `select pg_advisory_xact_lock_shared(hashtext('doudi.business_clock'))`,
  });
}

/** To be asked while the clock is kept. */
export const businessClock: Question<{ now: number; offsetMs: number }> = {
  text: 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now, offset_ms from business_clock',
  read: ([row]) => ({ now: row.now + row.offset_ms, offsetMs: row.offset_ms }),
};

/** Waits for every transaction that has read business time, and keeps new ones from reading it until this one is over. */
export async function holdBusinessClock(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('doudi.business_clock'))`);
}

/** Moves the clock one holds so that it reads `to` (ms) now, and returns the offset. Never back: an earlier `to` leaves it. */
export async function moveBusinessClock(tx: Tx, to: number): Promise<number> {
  const { rows } = await tx.query<{ offset_ms: number }>(
    `update business_clock set offset_ms = greatest(offset_ms, $1 - (extract(epoch from clock_timestamp()) * 1000)::bigint)
     returning offset_ms`,
    [to],
  );
  return rows[0]!.offset_ms;
}
