import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { z } from 'zod';
import { actorSchema } from '../../contracts/http/actor.ts';
import { answers } from '../../contracts/http/answers.ts';
import { measureBacklog, measureOutside } from '../backlogMetrics.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const status = z.object({ status: z.literal('ok') });

/** Whether the process lives, whether it can work, what it measures, and who the caller is taken for. */
export const serviceRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool }) => {
  app.get('/healthz', { schema: { tags: ['service'], security: [], response: { 200: status } } }, async () => ({
    status: 'ok' as const,
  }));

  app.get(
    '/readyz',
    { schema: { tags: ['service'], security: [], response: answers({ 200: status }) } },
    async (request, reply) => {
      try {
        await pool.query('select 1');
        return { status: 'ok' as const };
      } catch {
        return refuseWith(request, reply, 'notReady');
      }
    },
  );

  measureBacklog(app.metrics, pool);
  measureOutside(app.metrics, pool);
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(app.metrics.contentType);
    return app.metrics.metrics();
  });

  app.get(
    '/v1/me',
    {
      schema: {
        tags: ['service'],
        summary: 'Who the token says I am / 当前人员',
        response: answers({ 200: actorSchema }),
      },
    },
    async ({ actor }) => ({
      officer: actor.officer,
      roles: [...actor.roles],
      division: actor.division,
      department: actor.department,
    }),
  );
};
