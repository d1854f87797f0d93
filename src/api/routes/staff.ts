import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { staffEntrySchema, staffListSchema, staffParams, staffQuery, staffSchema } from '../../contracts/http/staff.ts';
import { isInScope } from '../../db/divisions.ts';
import { inDivision } from '../../db/pool.ts';
import { putStaff, readStaff } from '../../db/staffRegister.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['service'];

/** The register of officers (工作人员登记): who works where, and since and until when. */
export const staffRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool }) => {
  app.get(
    '/v1/officers',
    {
      schema: {
        tags,
        summary: 'Who works here, ever or on a day / 工作人员登记',
        querystring: staffQuery,
        response: answers({ 200: staffListSchema }),
      },
    },
    async ({ actor, query }) =>
      inDivision(pool, actor.division, async (tx) => ({ items: await readStaff(tx, query.on) })),
  );

  app.put(
    '/v1/officers/:officer',
    {
      schema: {
        tags,
        summary: 'Enter an officer, or when they came and left / 登记工作人员',
        params: staffParams,
        body: staffEntrySchema,
        response: answers({ 200: staffSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params, body } = request;
      const entry = { ...params, ...body, from: body.from ?? null, until: body.until ?? null };
      const fault = await inDivision(pool, actor.division, async (tx) => {
        const place = await isInScope(tx, body.division);
        if (place === undefined) return 'unknownDivision';
        if (!place) return 'wrongDivision';
        return (await putStaff(tx, entry, actor.officer)) ? undefined : 'officerElsewhere';
      });
      return fault ? refuseWith(request, reply, fault) : reply.send(entry);
    },
  );
};
