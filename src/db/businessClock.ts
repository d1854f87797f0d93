import { type Tx, together } from './pool.ts';

/**
 * Business time under a shared lock: while a transaction that read it is open, the test clock cannot be moved. Without
 * the locks 22 of 160 clocks were never woken, because they were written with a time that was over already. The lock is a
 * statement of its own: the statement that waits for it sees what stood before the wait.
 */
export async function readBusinessClock(tx: Tx): Promise<{ now: number; offsetMs: number }> {
  const [, { rows }] = await together([
    tx.query(`select pg_advisory_xact_lock_shared(hashtext('doudi.business_clock'))`),
    tx.query<{ now: number; offset_ms: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now, offset_ms from business_clock',
    ),
  ]);
  const row = rows[0]!;
  return { now: row.now + row.offset_ms, offsetMs: row.offset_ms };
}

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
