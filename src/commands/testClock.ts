import { holdBusinessClock, moveBusinessClock, readBusinessClock } from '../db/businessClock.ts';
import { inTransaction, type Pool, type Tx } from '../db/pool.ts';
import { claimCasesWithOverdueClock, countDue, nextDueInstant } from '../db/sweep.ts';
import type { CaseId } from '../domain/case/ids.ts';
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
      await tell(due.caseIds, offsetMs);
      await untilConsumed(due.at);
    }
  }

  /** Looks and moves while nobody records: a clock being started just now is seen before time goes past it. */
  async function step(tx: Tx, to: Date) {
    await holdBusinessClock(tx);
    const due = await nextDueInstant(tx, to);
    return { due, offsetMs: await moveBusinessClock(tx, (due?.at ?? to).getTime()) };
  }

  async function tell(caseIds: readonly CaseId[], offsetMs: number): Promise<void> {
    const rest = [...caseIds];
    const next = async () => {
      for (let caseId = rest.pop(); caseId; caseId = rest.pop()) await cases.clockMoved(caseId, offsetMs);
    };
    await Promise.all(Array.from({ length: 10 }, next));
  }

  /** Whoever has not heard is told again, as the relay does in production: a word of Temporal's alone may be lost. */
  async function untilConsumed(at: Date): Promise<void> {
    let least = Number.POSITIVE_INFINITY;
    let giveUp = Date.now() + 60_000;
    let tellAgain = Date.now() + 3_000;
    for (;;) {
      const left = await inTransaction(pool, (tx) => countDue(tx, at));
      if (left === 0) return;
      if (left < least) {
        least = left;
        giveUp = Date.now() + 60_000; // thousands take their time; only where nothing goes on any more is something wrong
      }
      if (Date.now() > giveUp) throw new Error('Clocks that are due are not recorded; is a worker running?');
      if (Date.now() > tellAgain) {
        tellAgain = Date.now() + 3_000;
        const wait = { overdueSeconds: 0, againSeconds: 10, limit: 100 };
        for (const { caseId, offsetMs } of await inTransaction(pool, (tx) => claimCasesWithOverdueClock(tx, wait)))
          await cases.clockMoved(caseId, offsetMs);
      }
      await new Promise((resolve) => setTimeout(resolve, left > 100 ? 250 : 10));
    }
  }

  return { now, advance };
}
