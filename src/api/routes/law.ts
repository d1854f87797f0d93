import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { previewReplanning } from '../../commands/replanning.ts';
import { answers } from '../../contracts/http/answers.ts';
import { listOf } from '../../contracts/http/cases.ts';
import {
  divisionSchema,
  divisionsQuery,
  movementSchema,
  policyQuery,
  policyValueSchema,
} from '../../contracts/http/law.ts';
import { inDivision } from '../../db/pool.ts';
import { readDivisions } from '../../db/queries/divisions.ts';
import type { DivisionCode } from '../../domain/case/ids.ts';
import { policyOn } from '../../domain/policy.ts';
import { policyKeys } from '../../domain/policyKeys.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['law'];

/** Dated policy and divisions: what holds where, since when, on which ground. Nothing is guessed: unset is not found. */
export const lawRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, policy }) => {
  app.get(
    '/v1/divisions',
    {
      schema: {
        tags,
        summary: 'Administrative divisions / 行政区划',
        querystring: divisionsQuery,
        response: answers({ 200: listOf(divisionSchema) }),
      },
    },
    async ({ actor, query }) => ({
      items: await inDivision(pool, actor.division, (tx) => readDivisions(tx, query.parent)),
    }),
  );

  app.get(
    '/v1/policy',
    {
      schema: {
        tags,
        summary: 'A value in force on a day / 政策查询',
        querystring: policyQuery,
        response: answers({ 200: policyValueSchema }),
      },
    },
    async (request, reply) => {
      const { actor, query } = request;
      const { book } = await inDivision(pool, actor.division, (tx) => policy.read(tx));
      const found = policyOn(book, query.key, query.division as DivisionCode, query.on, query.knownAt ?? query.on);
      if (!found.ok) return refuseWith(request, reply, 'policyMissing');
      return reply.send({ ...found.value, title: policyKeys[query.key].zh });
    },
  );

  app.get(
    '/v1/policy/replanning',
    {
      schema: {
        tags,
        summary: 'What changed lengths would do to clocks that run already / 期限调整预览',
        response: answers({ 200: listOf(movementSchema) }),
      },
    },
    async ({ actor }) => {
      const items = await inDivision(pool, actor.division, (tx) => previewReplanning(tx, policy));
      return { items: items.map(({ examples, ...movement }) => ({ ...movement, examples: [...examples] })) };
    },
  );
};
