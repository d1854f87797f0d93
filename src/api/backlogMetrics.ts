import { Gauge, type Registry } from 'prom-client';
import { inDivision, type Pool } from '../db/pool.ts';
import { readBacklog } from '../db/queries/backlog.ts';
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
