import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { z } from 'zod';
import { answers } from '../../contracts/http/answers.ts';
import { exportQuery } from '../../contracts/http/cases.ts';
import { caseParams } from '../../contracts/http/fields.ts';
import { inDivision } from '../../db/pool.ts';
import { readWholeCase } from '../../db/queries/wholeCase.ts';
import { parseCaseId } from '../../domain/case/ids.ts';
import { packCase } from '../../proof/packCase.ts';
import { seesNames } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

/** A whole case as one file, for a court, an auditor or another county. Who takes it, and why, is kept. */
export const exportRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher, documents }) => {
  app.get(
    '/v1/cases/:caseId/export',
    {
      config: { described: { file: ['application/zip'] } },
      schema: {
        tags: ['cases'],
        summary: 'The whole case as a zip file that proves itself; an auditor gets it without contents / 导出全案',
        params: caseParams,
        querystring: exportQuery,
        response: answers({ 200: z.any() }),
      },
    },
    async (request, reply) => {
      const { actor, params, query } = request;
      const reader = seesNames(actor.roles) ? cipher : undefined;
      const wish = { caseId: parseCaseId(params.caseId)!, by: actor.officer, reason: query.reason };
      const whole = await inDivision(pool, actor.division, (tx) => readWholeCase(tx, { cipher, reader }, wish));
      if (!whole) return refuseWith(request, reply, 'notFound');
      reply
        .header('content-disposition', `attachment; filename="${whole.line.caseNumber}.zip"`)
        .type('application/zip');
      return reply.send(Buffer.from(await packCase(whole, documents)));
    },
  );
};
