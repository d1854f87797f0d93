import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.ts';

/** A span as a collector is told of it. */
export interface SeenSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: string | undefined;
  readonly said: Readonly<Record<string, string>>;
  /** Names of its events, in the order in which they happened. */
  readonly events: readonly string[];
}

export interface Collector {
  readonly url: string;
  readonly spans: readonly SeenSpan[];
  /** All that was sent, as it was sent. */
  readonly bodies: readonly string[];
  /** The spans of a trace, once all of these names are among them. */
  trace(traceId: string, ...names: string[]): Promise<readonly SeenSpan[]>;
  close(): Promise<void>;
}

/** Takes spans over OTLP/HTTP as JSON, as a collector of OpenTelemetry does. */
export async function startCollector(port = 0): Promise<Collector> {
  const spans: SeenSpan[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const isOtlp = request.method === 'POST' && request.url === '/v1/traces';
    if (isOtlp) {
      bodies.push(body);
      spans.push(...spansIn(body));
    }
    response.writeHead(isOtlp ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    trace: (traceId, ...names) =>
      eventually(`${names.join(', ')} in trace ${traceId}`, () => {
        const of = spans.filter((span) => span.traceId === traceId);
        return names.every((name) => of.some((span) => span.name === name)) && of;
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Attribute {
  readonly key: string;
  readonly value: object;
}
interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly Attribute[];
  readonly events?: readonly { readonly name: string }[];
}
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

function spansIn(body: string): SeenSpan[] {
  const { resourceSpans } = JSON.parse(body) as Sent;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = said(resource.attributes)['service.name'] ?? '';
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, traceId, spanId, parentSpanId, attributes = [], events = [] }) => ({
        service,
        name,
        traceId,
        spanId,
        parent: parentSpanId || undefined,
        said: said(attributes),
        events: events.map((event) => event.name),
      }));
  });
}

function said(attributes: readonly Attribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}
