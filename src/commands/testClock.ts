import { holdBusinessClock, moveBusinessClock, readBusinessClock } from '../db/businessClock.ts';
import { inTransaction, type Pool, type Tx } from '../db/pool.ts';
import { casesWithOverdueClock, countDue, nextDueInstant } from '../db/sweep.ts';
import type { CaseClient } from './caseClient.ts';

/** Business time that can be moved forward, for demo and tests. Production has none. */
export interface TestClock {
  /** Business time, ms since the epoch. */
  now(): Promise<number>;
  /** Moves to `to`, stopping at each instant at which a clock warns or passes until all that is due then is recorded. */
  advance(to: Date): Promise<{ readonly now: Date }>;
}

/** Connects as doudi_worker: the clocks of all divisions move together. */
export function testClock(pool: Pool, cases: CaseClient): TestClock {
  const now = () => inTransaction(pool, async (tx) => (await readBusinessClock(tx)).now);

  /** One jump over several due instants would fire warning, passing and escalation at once: so each is lived through. */
  async function advance(to: Date): Promise<{ now: Date }> {
    for (;;) {
      const { due, offsetMs } = await inTransaction(pool, (tx) => step(tx, to));
      if (!due) return { now: new Date(await now()) };
      for (const caseId of due.caseIds) await cases.clockMoved(caseId, offsetMs);
      await untilConsumed(due.at);
    }
  }

  /** Looks and moves while nobody records: a clock being started just now is seen before time goes past it. */
  async function step(tx: Tx, to: Date) {
    await holdBusinessClock(tx);
    const due = await nextDueInstant(tx, to);
    return { due, offsetMs: await moveBusinessClock(tx, (due?.at ?? to).getTime()) };
  }

  /** Whoever has not heard is told again, as the relay does in production: a word of Temporal's alone may be lost. */
  async function untilConsumed(at: Date): Promise<void> {
    const giveUp = Date.now() + 60_000;
    let tellAgain = Date.now() + 3_000;
    while ((await inTransaction(pool, (tx) => countDue(tx, at))) > 0) {
      if (Date.now() > giveUp) throw new Error('Clocks that are due are not recorded; is a worker running?');
      if (Date.now() > tellAgain) {
        tellAgain = Date.now() + 3_000;
        const silent = await inTransaction(pool, (tx) => casesWithOverdueClock(tx, 0, 100));
        for (const { caseId, offsetMs } of silent) await cases.clockMoved(caseId, offsetMs);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return { now, advance };
}
