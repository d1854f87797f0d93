import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { pageOf } from '../../contracts/http/fields.ts';
import {
  type Handover,
  handoverLineSchema,
  handoverParams,
  handoverSchema,
  handoversQuery,
} from '../../contracts/http/handovers.ts';
import { readInDivision } from '../../db/pool.ts';
import { readHandover, readHandovers } from '../../db/queries/handovers.ts';
import { maskIdNumber } from '../../gateways/crypto/masks.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['handovers'];

/** 转移接收: what one county tells another of a family that moved there, or of somebody helped who went home. */
export const handoverRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher }) => {
  app.get(
    '/v1/handovers',
    {
      schema: {
        tags,
        summary: 'Families that moved, and persons helped who went home, to or from here / 转移接收列表',
        querystring: handoversQuery,
        response: answers({ 200: pageOf(handoverLineSchema) }),
      },
    },
    ({ actor, query }) => readInDivision(pool, actor.division, (tx) => readHandovers(tx, query)),
  );

  app.get(
    '/v1/handovers/:handoverId',
    {
      schema: {
        tags,
        summary: 'What the other county is to know / 转移接收内容',
        params: handoverParams,
        response: answers({ 200: handoverSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await readInDivision(pool, actor.division, (tx) => readHandover(tx, cipher, params.handoverId));
      if (!found) return refuseWith(request, reply, 'notFound');
      if (found === 'destroyed') return refuseWith(request, reply, 'caseDestroyed');
      return reply.send(masked(found));
    },
  );
};

function masked(handover: Handover): Handover {
  return handover.programme === 'dibao'
    ? { ...handover, members: handover.members.map(withMask) }
    : { ...handover, person: withMask(handover.person) };
}

function withMask<P extends { readonly idNumber: string }>(person: P): P {
  return { ...person, idNumber: maskIdNumber(person.idNumber) };
}
