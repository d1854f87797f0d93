import { Gauge, type Registry } from 'prom-client';
import type { Pool } from './pool.ts';

/** How a process's connections stand: whoever is `waiting` has none yet, and a request or a round waits with it. */
export function measurePool(metrics: Registry, pool: Pool): void {
  new Gauge({
    name: 'doudi_pool_connections',
    help: 'Connections to PostgreSQL: open, idle, and callers that wait for one',
    labelNames: ['state'] as const,
    registers: [metrics],
    collect() {
      this.set({ state: 'open' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, waitingFor(pool));
    },
  });
}

/** Who asks while a connection is free, or may be opened, has it in a moment: `/metrics` itself asks for several at once. */
function waitingFor({ idleCount, totalCount, waitingCount, options }: Pool): number {
  const free = idleCount + Math.max(0, options.max - totalCount);
  return Math.max(0, waitingCount - free);
}
