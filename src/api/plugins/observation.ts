import fp from 'fastify-plugin';
import { Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    /** Prometheus metrics of this process. */
    readonly metrics: Registry;
  }
}

/**
 * One log line and one measurement per request: its route as declared, never its address (ids, query) nor its body.
 * @see https://github.com/siimon/prom-client
 */
export const observationPlugin = fp(async (app) => {
  const metrics = new Registry();
  app.decorate('metrics', metrics);
  const duration = new Histogram({
    name: 'doudi_http_request_duration_seconds',
    help: 'Time from request to answer, by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  });

  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { statusCode: status, elapsedTime } = reply;
    duration.observe({ method: request.method, route, status }, elapsedTime / 1000);
    request.log.info({ method: request.method, route, status, ms: Math.round(elapsedTime) }, 'answered');
  });
});
