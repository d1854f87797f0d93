import { Gauge, type Registry } from 'prom-client';
import { readBusinessClock } from '../db/businessClock.ts';
import { inDivision, type Pool } from '../db/pool.ts';
import { readBacklog } from '../db/queries/backlog.ts';
import { readOutside } from '../db/queries/outside.ts';
import { everywhere } from './auth/actor.ts';

/**
 * The promises as numbers, counted when they are asked for: `doudi_backlog{of="clocksMissed"}` and its sisters
 * (src/db/queries/backlog.ts). While the database is away they are absent, and /readyz says so.
 */
export function measureBacklog(metrics: Registry, pool: Pool): void {
  const gauge = new Gauge({
    name: 'doudi_backlog',
    help: 'What waits; clocksMissed, casesWithoutOwner and casesWithoutReview above 0 are alarms',
    labelNames: ['of'] as const,
    registers: [metrics],
    async collect() {
      const backlog = await inDivision(pool, everywhere, readBacklog).catch(() => undefined);
      gauge.reset();
      for (const [of, count] of Object.entries(backlog ?? {})) gauge.set({ of }, count);
    },
  });
}

/** `doudi_outside_down_minutes{system}`: 0 while it answers; `doudi_outside_calls_waiting{system}`: what has not reached it. */
export function measureOutside(metrics: Registry, pool: Pool): void {
  const registers = [metrics];
  const labelNames = ['system'] as const;
  const waiting = new Gauge({
    name: 'doudi_outside_calls_waiting',
    help: 'Calls that have not reached an outside system yet',
    labelNames,
    registers,
  });
  const down = new Gauge({
    name: 'doudi_outside_down_minutes',
    help: 'For how long no call to an outside system has succeeded; 0 while it answers',
    labelNames,
    registers,
    async collect() {
      const seen = await inDivision(pool, everywhere, async (tx) => ({
        views: await readOutside(tx),
        now: (await readBusinessClock(tx)).now,
      })).catch(() => undefined);
      for (const gauge of [down, waiting]) gauge.reset();
      for (const { system, standing, waiting: waits } of seen?.views ?? []) {
        waiting.set({ system }, waits.calls);
        down.set({ system }, standing.state === 'down' ? Math.floor((seen!.now - standing.downSince) / 60_000) : 0);
      }
    },
  });
}
