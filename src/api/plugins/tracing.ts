import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import fp from 'fastify-plugin';
import { type Opened, openTrace, type Said } from '../../tracing/spans.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** From its first hook on; an address that cannot be read has none. */
    trace?: Opened;
  }
}

/** Asked every few seconds, by whoever looks whether we live. */
const ofMachines: readonly (string | undefined)[] = ['/healthz', '/readyz', '/metrics'];

/**
 * Each request is part of a trace: its caller's where a `traceparent` names one, otherwise one that begins here. Every log
 * line of the request has its id, whether anybody records it or not.
 */
export const tracingPlugin = fp(async (app) => {
  app.decorateRequest('trace');

  app.addHook('onRequest', (request, reply, done) => {
    const { method, routeOptions, headers, id } = request;
    const route = routeOptions.url ?? 'none';
    const opened = openTrace(headers.traceparent, `${method} ${route}`, {
      kind: SpanKind.SERVER,
      said: { 'http.request.method': method, 'http.route': route, 'doudi.request_id': id },
      unrecorded: ofMachines.includes(routeOptions.url),
    });
    request.trace = opened;
    request.log = reply.log = request.log.child({ trace_id: opened.traceId });
    context.with(opened.context, done);
  });

  // The body came in events of its connection, which know of no request.
  app.addHook('preValidation', ({ trace }, _reply, done) => (trace ? context.with(trace.context, done) : done()));

  app.addHook('onResponse', async ({ trace }, { statusCode }) => {
    if (statusCode >= 500) trace?.span.setStatus({ code: SpanStatusCode.ERROR });
    trace?.span.setAttributes({ 'http.response.status_code': statusCode } satisfies Said);
    trace?.span.end();
  });
});
