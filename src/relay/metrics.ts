import { createServer } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Pool } from '../db/pool.ts';
import { measurePool } from '../db/poolMetrics.ts';

/** What a round says of itself. */
export interface RoundMetrics {
  finished(round: string): void;
  failed(round: string): void;
}

/** When each round of the relay was last through, and how often one failed. */
export function measureRounds(metrics: Registry): RoundMetrics {
  const finished = new Gauge({
    name: 'doudi_relay_round_finished_timestamp_seconds',
    help: 'When a round of the relay was last through without failure',
    labelNames: ['round'] as const,
    registers: [metrics],
  });
  const failures = new Counter({
    name: 'doudi_relay_round_failures_total',
    help: 'Rounds of the relay, or single messages in them, that failed and are tried again',
    labelNames: ['round'] as const,
    registers: [metrics],
  });
  return {
    finished: (round) => finished.setToCurrentTime({ round }),
    failed: (round) => failures.inc({ round }),
  };
}

/** The relay's own `/metrics`, on a port of its own: it has no other door. */
export async function serveRelayMetrics(
  pool: Pool,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly rounds: RoundMetrics; stop(): Promise<void> }> {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  measurePool(metrics, pool);
  const rounds = measureRounds(metrics);
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    rounds,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
