import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Access, accessOf } from '../access.ts';
import type { Actor } from '../auth/actor.ts';
import type { VerifyToken } from '../auth/token.ts';
import { refuseWith } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it. Read only in routes that ask for a role. */
    actor: Actor;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyInstance {
    /** Every route as `METHOD /path`, for the test of the matrix. */
    readonly routeKeys: string[];
  }
}

interface AuthenticationOptions {
  readonly verifyToken: VerifyToken;
  /** How many tokens of one address may be refused in a minute before its next strangers wait. */
  readonly refusedTokensPerMinute: number;
}

/** Who may use a route at all, by the matrix in access.ts. A route without entry does not start. */
export const authenticationPlugin = fp<AuthenticationOptions>(async (app, { verifyToken, refusedTokensPerMinute }) => {
  const routeKeys: string[] = [];
  app.decorate('routeKeys', routeKeys);
  app.decorateRequest('actor');

  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const allowed = accessOf(method, route.url);
      if (!allowed)
        throw new Error(`${method} ${route.url} has no entry in src/api/access.ts; say there who may use it`);
      route.config = { ...route.config, access: allowed };
      routeKeys.push(`${method} ${route.url}`);
    }
  });

  const refusedFrom = app.createRateLimit({
    max: refusedTokensPerMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ ip }) => ip,
  });

  /**
   * For how many seconds a token must wait unlooked at: one never seen, from an address that has sent too many that are not
   * good. Checking costs more than refusing; so those who work there go on, and only who signs in just now waits.
   */
  async function waitOf(request: FastifyRequest, token: string): Promise<number> {
    if (verifyToken.wasGood(token)) return 0;
    const now = await refusedFrom(request, { increment: false });
    return now.isAllowed || now.remaining > 0 ? 0 : Math.max(1, now.ttlInSeconds);
  }

  app.addHook('onRequest', async (request, reply) => {
    const allowed = request.routeOptions.config.access;
    if (allowed === undefined || allowed === 'public' || allowed === 'signed') return;
    const token = bearerOf(request);
    if (token === undefined) return refuseWith(request, reply, 'unauthenticated');
    const wait = await waitOf(request, token);
    if (wait > 0) return refuseWith(request, reply.header('retry-after', wait), 'rateLimited');
    const actor = await verifyToken(token);
    if (!actor) await refusedFrom(request);
    if (!actor) return refuseWith(request, reply, 'unauthenticated');
    if (!actor.roles.some((role) => allowed.includes(role))) return refuseWith(request, reply, 'forbidden');
    request.actor = actor;
  });
});

function bearerOf({ headers }: FastifyRequest): string | undefined {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? token : undefined;
}
