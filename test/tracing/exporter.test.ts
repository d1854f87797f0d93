import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { exportTraces } from '../../src/tracing/exporter.ts';
import { inStep, inTrace } from '../../src/tracing/spans.ts';
import { runScript } from '../support/childProcess.ts';
import { startCollector } from '../support/collector.ts';

/** Listens, and answers nobody: worse than one that is gone. */
const mute: Server = createServer(() => {});
await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
const { port } = mute.address() as AddressInfo;
afterAll(() => {
  mute.closeAllConnections();
  mute.close();
});

const sdk = ['exporter-trace-otlp-http', 'otlp-exporter-base', 'sdk-trace', 'sdk-trace-base'];

async function loadedWith(env: Readonly<Record<string, string>>): Promise<string[]> {
  const script = runScript('test/support/loadsTracing.ts', env);
  await script.printed('loaded: ');
  await script.ended();
  return (/loaded: (.*)\./.exec(script.output())?.[1] ?? '').replaceAll('@opentelemetry/', '').split(' ');
}

it('without a collector nothing of the SDK is loaded, only what carries a trace through what is awaited', async () => {
  expect(await loadedWith({})).toEqual(['api', 'context-async-hooks']);
  expect(await loadedWith({ ENDPOINT: 'http://127.0.0.1:9' })).toEqual(expect.arrayContaining(sdk));
});

it('a collector that never answers holds up nobody, is sent no more than a queue’s worth later, and ends in time', async () => {
  process.env.OTEL_BSP_SCHEDULE_DELAY = '20';
  const tracing = exportTraces({
    endpoint: `http://127.0.0.1:${port}`,
    service: 'doudi-api',
    warn: () => {},
  });
  const answered = await Promise.all(
    Array.from({ length: 20_000 }, (_, n) =>
      inTrace(undefined, 'a request', {}, () => inStep('a step', {}, async () => n)),
    ),
  );
  expect(answered).toHaveLength(20_000);

  mute.closeAllConnections();
  await new Promise((resolve) => mute.close(resolve));
  const collector = await startCollector(port);
  await tracing.stop();
  // 40,000 spans were made: what was queued when it came back, and the batch under way.
  expect(collector.spans.length).toBeGreaterThan(0);
  expect(collector.spans.length).toBeLessThanOrEqual(2_048 + 512);
  await collector.close();
});
