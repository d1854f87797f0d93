import { Gauge, type Registry } from 'prom-client';
import type { TaskQueueState } from '../commands/taskQueues.ts';

/** The queues of Temporal's that cases and emergencies wait in. While Temporal is away they are absent. */
export function measureTemporal(metrics: Registry, read: () => Promise<readonly TaskQueueState[]>): void {
  const gauge = new Gauge({
    name: 'doudi_temporal_queue',
    help: 'Workers that ask for work, workflow tasks that wait for one, and how many seconds the oldest has',
    labelNames: ['queue', 'of'] as const,
    registers: [metrics],
    async collect() {
      const queues = await read().catch(() => []);
      gauge.reset();
      for (const { queue, ...measured } of queues)
        for (const [of, value] of Object.entries(measured)) gauge.set({ queue, of }, value);
    },
  });
}
