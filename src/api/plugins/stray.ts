import fp from 'fastify-plugin';
import { refuseWith } from '../problem.ts';

/** What no route is for is refused before its body is read; where only the method is wrong, with those that are right. */
export const strayPlugin = fp(async (app) => {
  const methodsAt = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsAt.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    methodsAt.set(url, methods);
  });

  /** `/v1/cases/:caseId` and `/reference/static/*` as what they match. */
  const patternOf = (url: string) => new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`);
  let routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onReady', async () => {
    routes = [...methodsAt].map(([url, methods]) => ({ pattern: patternOf(url), methods: [...methods].sort() }));
  });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const [path = ''] = request.url.split('?');
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    if (allowed.length === 0) return refuseWith(request, reply, 'notFound');
    return refuseWith(request, reply.header('allow', allowed.join(', ')), 'methodNotAllowed');
  });
});
