import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { z } from 'zod';
import { digestOf } from '../../commands/digestOf.ts';
import { answers } from '../../contracts/http/answers.ts';
import { listOf } from '../../contracts/http/cases.ts';
import { caseParams, officer } from '../../contracts/http/fields.ts';
import {
  caseMessageSchema,
  contactSchema,
  contactSetSchema,
  digestRoles,
  digestSchema,
} from '../../contracts/http/messages.ts';
import { problems } from '../../contracts/problems.ts';
import { faultOfSeats, putContacts } from '../../db/officerContacts.ts';
import { inDivision } from '../../db/pool.ts';
import { readCaseLine } from '../../db/queries/cases.ts';
import { readMessages } from '../../db/queries/messages.ts';
import { taskKinds } from '../../domain/case/taskKinds.ts';
import type { Seat } from '../../domain/digest.ts';
import { seesNames } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';

/** What is written to households and to officers, and where officers are reached. */
export const messageRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher, policy }) => {
  app.get(
    '/v1/cases/:caseId/messages',
    {
      schema: {
        tags: ['cases'],
        summary: 'Text messages to the household, and what became of each / 短信',
        params: caseParams,
        response: answers({ 200: listOf(caseMessageSchema) }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const reader = seesNames(actor.roles) ? cipher : undefined;
      const items = await inDivision(
        pool,
        actor.division,
        async (tx) => (await readCaseLine(tx, params.caseId)) && readMessages(tx, reader, params.caseId),
      );
      return items ? reply.send({ items }) : refuseWith(request, reply, 'notFound');
    },
  );

  app.get(
    '/v1/digest',
    {
      schema: {
        tags: ['tasks'],
        summary: 'What there is to do in my roles, in numbers / 待办摘要',
        response: answers({ 200: listOf(digestSchema) }),
      },
    },
    ({ actor: { roles, division } }) =>
      inDivision(pool, division, async (tx) => {
        const items = [];
        for (const role of digestRoles.filter((each) => roles.includes(each))) {
          const { kinds, ...digest } = await digestOf(tx, policy, { role, division });
          items.push({ ...digest, kinds: kinds.map((each) => ({ ...each, title: taskKinds[each.kind].zh })) });
        }
        return { items };
      }),
  );

  app.put(
    '/v1/officers/:officer/contact',
    {
      schema: {
        tags: ['service'],
        summary: 'Where an officer gets the morning’s digest, and is called on duty / 工作人员联系方式',
        params: z.strictObject({ officer }),
        body: contactSchema,
        response: answers({ 200: contactSetSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params, body } = request;
      const seats = body.seats as Seat[];
      const fault = await inDivision(pool, actor.division, async (tx) => {
        const found = await faultOfSeats(tx, seats);
        if (!found) await putContacts(tx, cipher, { ...params, phone: body.phone, seats, setBy: actor.officer });
        return found;
      });
      if (fault === undefined) return reply.send({ ...params, seats: body.seats });
      if (typeof fault === 'string') return refuseWith(request, reply, fault);
      const message = problems.noSuchSeat[languageOf(request)].title;
      return refuseWith(request, reply, 'validation', { errors: [{ at: `/seats/${fault.noSuchSeat}/role`, message }] });
    },
  );
};
