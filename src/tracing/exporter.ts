import { DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Exporting, Tracing } from './start.ts';

const flushWithin = 2_000;
const sayAgainAfter = 60_000;

/**
 * Sends spans to a collector over OTLP/HTTP, in the background: a queue of 2,048, and what does not fit is dropped, so that
 * a collector that is away slows nobody down. Sampling, queue and headers follow the standard `OTEL_` variables.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function exportTraces({ endpoint, service, warn }: Exporting): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new BasicTracerProvider({
    // Nothing is detected: a process's command line or a machine's name are nobody's business.
    resource: resourceFromAttributes({ 'service.name': service }),
    spanLimits: { attributeValueLengthLimit: 128 },
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  trace.setGlobalTracerProvider(provider);
  sayWhatFails(warn);
  return {
    async stop() {
      const patience = new Promise<void>((resolve) => setTimeout(resolve, flushWithin).unref());
      await Promise.race([provider.shutdown().catch(() => {}), patience]);
    },
  };
}

/** Once a minute, and in words of ours: the library's quote what it was told. */
function sayWhatFails(warn: Exporting['warn']): void {
  let saidAt = Number.NEGATIVE_INFINITY;
  const say = () => {
    if (performance.now() - saidAt < sayAgainAfter) return;
    saidAt = performance.now();
    warn(
      'traces cannot be delivered to OTEL_EXPORTER_OTLP_ENDPOINT and are dropped; nothing else is affected 追踪数据无法送达，已丢弃，不影响办理',
    );
  };
  const silent = () => {};
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
