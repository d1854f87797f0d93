import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import fp from 'fastify-plugin';

/** Nothing from elsewhere, nothing inline, in no frame. Tests compare the header word for word. */
export const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'], // the arrows and signs of the reference page
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
};

interface HardeningOptions {
  readonly requestsPerMinute: number;
  /** By how much the process may lag before it says no early; 0: it never does. */
  readonly busyAfterMs: number;
}

/**
 * Headers, a limit per account, and saying no early when the process cannot keep up.
 * @see https://github.com/fastify/fastify-helmet https://github.com/fastify/fastify-rate-limit https://github.com/fastify/under-pressure
 */
export const hardeningPlugin = fp<HardeningOptions>(async (app, { requestsPerMinute, busyAfterMs }) => {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, {
    hook: 'preHandler', // after authentication: the limit is the account's, not that of the office's shared address
    max: requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.actor?.officer ?? request.ip,
    allowList: (request) => ['/healthz', '/readyz', '/metrics'].includes(request.routeOptions.url ?? ''),
  });
  await app.register(underPressure, { maxEventLoopDelay: busyAfterMs, retryAfter: 5 });

  // Answers hold personal data: no cache may keep them.
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.routeOptions.url?.startsWith('/reference/static')) reply.header('cache-control', 'no-store');
    return payload;
  });
});
