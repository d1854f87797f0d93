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

/** Who may use a route at all, by the matrix in access.ts. A route without entry does not start. */
export const authenticationPlugin = fp<{ verifyToken: VerifyToken }>(async (app, { verifyToken }) => {
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

  app.addHook('onRequest', async (request, reply) => {
    const allowed = request.routeOptions.config.access;
    if (allowed === undefined || allowed === 'public' || allowed === 'signed') return;
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const actor = scheme?.toLowerCase() === 'bearer' && token ? await verifyToken(token) : undefined;
    if (!actor) return refuseWith(request, reply, 'unauthenticated');
    if (!actor.roles.some((role) => allowed.includes(role))) return refuseWith(request, reply, 'forbidden');
    request.actor = actor;
  });
});
