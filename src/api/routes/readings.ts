import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { pageOf } from '../../contracts/http/fields.ts';
import { readingSchema, readingsQuery } from '../../contracts/http/readings.ts';
import { readInDivision } from '../../db/pool.ts';
import { readReadings } from '../../db/queries/readings.ts';
import type { ApiDeps } from '../deps.ts';

/** Who has read personal data, for those who audit it. */
export const readingRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool }) => {
  app.get(
    '/v1/readings',
    {
      schema: {
        tags: ['service'],
        summary: 'Who read personal data, which, why; newest first / 个人信息查阅记录',
        querystring: readingsQuery,
        response: answers({ 200: pageOf(readingSchema) }),
      },
    },
    ({ actor, query }) => readInDivision(pool, actor.division, (tx) => readReadings(tx, query)),
  );
};
