import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { aidStatisticsQuery, aidStatisticsSchema } from '../../contracts/http/aidStatistics.ts';
import { answers } from '../../contracts/http/answers.ts';
import { problems } from '../../contracts/problems.ts';
import { inDivision } from '../../db/pool.ts';
import { aidStatisticsCsv } from '../../gateways/aidStatisticsCsv.ts';
import { aidStatistics } from '../aidStatistics.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';

/** What was given, how fast, and with what papers: as the record stood on any day since it began. */
export const aidStatisticsRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, policy }) => {
  app.get(
    '/v1/aid/statistics',
    {
      schema: {
        tags: ['emergencies'],
        summary: 'Aid given, by county and township, as of any day; JSON or text/csv / 救助统计',
        querystring: aidStatisticsQuery,
        response: answers({ 200: aidStatisticsSchema }),
      },
    },
    async (request, reply) => {
      const { actor, query } = request;
      const found = await inDivision(pool, actor.division, (tx) =>
        aidStatistics(tx, policy, { ...query, division: actor.division }),
      );
      if (!found.ok && found.refusal === 'dateInFuture')
        return refuseWith(request, reply, 'validation', {
          errors: [{ at: '/asOf', message: problems.dateInFuture[languageOf(request)].title }],
        });
      if (!found.ok) return refuseWith(request, reply, 'policyMissing');
      if (!request.headers.accept?.includes('text/csv')) return reply.send(found.value);
      const { from, to, asOf } = found.value;
      reply.header('content-disposition', `attachment; filename="aid-${from}-${to}-${asOf}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(aidStatisticsCsv(found.value) as never);
    },
  );
};
