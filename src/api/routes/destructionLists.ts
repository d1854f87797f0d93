import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { KeepingOrder } from '../../commands/keepingOrders.ts';
import { answers } from '../../contracts/http/answers.ts';
import { commandHeaders, pageOf } from '../../contracts/http/fields.ts';
import {
  filesSeenSchema,
  listParams,
  listSchema,
  listsQuery,
  listWithFilesSchema,
  proposeListSchema,
} from '../../contracts/http/keeping.ts';
import { readBusinessClock } from '../../db/businessClock.ts';
import { readInDivision } from '../../db/pool.ts';
import { readList, readLists } from '../../db/queries/destructionLists.ts';
import { addDays, businessDateOf } from '../../domain/calendar.ts';
import type { DivisionCode } from '../../domain/case/ids.ts';
import { certificateText } from '../../domain/keeping/certificate.ts';
import type { ListId } from '../../domain/keeping/list.ts';
import { keptByWords, type TakenOffFor } from '../../domain/keeping/words.ts';
import { policyLookup } from '../../domain/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { keepingDesk } from '../keepingDesk.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';

const tags = ['keeping'];

/** 销毁清册: proposed by one, approved by another, supervised by others, carried out by the system, certified. */
export const destructionListRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { pool } = deps;
  const desk = keepingDesk(deps);

  app.get(
    '/v1/destruction-lists',
    {
      schema: {
        tags,
        summary: 'Destruction lists of my division, the last first / 销毁清册列表',
        querystring: listsQuery,
        response: answers({ 200: pageOf(listSchema) }),
      },
    },
    ({ actor, query }) => readInDivision(pool, actor.division, (tx) => readLists(tx, query)),
  );

  app.get(
    '/v1/destruction-lists/:listId',
    {
      schema: {
        tags,
        summary: 'One list with its files / 销毁清册明细',
        params: listParams,
        response: answers({ 200: listWithFilesSchema }),
      },
    },
    (request, reply) => send(request, reply, request.params.listId as ListId),
  );

  app.get(
    '/v1/destruction-lists/:listId/certificate',
    {
      config: { described: { file: ['text/plain'] } },
      schema: {
        tags,
        summary: 'What was destroyed, when, by whom and on which ground; once the list is done / 销毁证明',
        params: listParams,
        response: answers({ 200: z.string() }),
      },
    },
    async (request, reply) => {
      const text = await certificate(request, request.params.listId as ListId);
      if (text === undefined) return refuseWith(request, reply, 'notFound');
      if (text === null) return refuseWith(request, reply, 'listMovedOn');
      return reply.type('text/plain; charset=utf-8').header('content-language', languageOf(request)).send(text);
    },
  );

  app.post(
    '/v1/destruction-lists',
    {
      schema: {
        tags,
        summary: 'Propose files whose time is over to be destroyed / 提出销毁清册',
        headers: commandHeaders,
        body: proposeListSchema,
        response: answers({ 201: listWithFilesSchema }),
      },
    },
    (request, reply) => carryOut(request, reply.code(201), 'list', { kind: 'propose', caseIds: request.body.caseIds }),
  );

  const step = (path: string, kind: 'approve' | 'supervise', summary: string) =>
    app.post(
      `/v1/destruction-lists/:listId/${path}`,
      {
        schema: {
          tags,
          summary,
          headers: commandHeaders,
          params: listParams,
          body: filesSeenSchema,
          response: answers({ 200: listWithFilesSchema }),
        },
      },
      (request, reply) => {
        const { listId } = request.params;
        return carryOut(request, reply, listId, { kind, listId: listId as ListId, files: request.body.files });
      },
    );
  step('approval', 'approve', 'Approve a list another has proposed / 审批');
  step('supervision', 'supervise', 'Say that its files were compared with it; the last releases it / 监销');

  app.post(
    '/v1/destruction-lists/:listId/withdrawal',
    {
      schema: {
        tags,
        summary: 'Give a list up before it is released / 撤回清册',
        headers: commandHeaders,
        params: listParams,
        body: z.strictObject({}),
        response: answers({ 200: listWithFilesSchema }),
      },
    },
    (request, reply) => {
      const listId = request.params.listId as ListId;
      return carryOut(request, reply, listId, { kind: 'withdraw', listId });
    },
  );

  async function carryOut(request: FastifyRequest, reply: FastifyReply, of: string, order: KeepingOrder) {
    const done = await desk.order(request, of, order);
    return done.ok ? send(request, reply, done.value!) : desk.refused(request, reply, done.refusal);
  }

  async function send(request: FastifyRequest, reply: FastifyReply, listId: ListId) {
    const found = await readInDivision(pool, request.actor.division, (tx) => readList(tx, listId));
    if (!found) return refuseWith(request, reply, 'notFound');
    const language = languageOf(request);
    const items = found.items.map((item) => ({
      ...item,
      takenOff: item.takenOff && {
        ...item.takenOff,
        sentence: keptByWords[item.takenOff.why as TakenOffFor][language],
      },
    }));
    return reply.send({ ...found, items });
  }

  /** Undefined: there is none to be seen from here; null: it is not done yet. */
  async function certificate(request: FastifyRequest, listId: ListId): Promise<string | null | undefined> {
    return readInDivision(pool, request.actor.division, async (tx) => {
      const list = await readList(tx, listId);
      if (!list?.doneAt) return list && null;
      const county = `${listId.slice(0, 6)}000000` as DivisionCode;
      const { book } = await deps.policy.read(tx);
      const today = businessDateOf((await readBusinessClock(tx)).now);
      const law = policyLookup(book, county, today, today);
      const [vouchers, backups] = [law('archive.accountingYears'), law('archive.backupDays')];
      const doneOn = dayOf(list.doneAt);
      return certificateText(
        {
          listId,
          county,
          ground: list.ground,
          proposed: { officer: list.proposedBy, on: dayOf(list.proposedAt) },
          approved: { officer: list.approvedBy!, on: dayOf(list.approvedAt!) },
          supervised: list.supervisions.map(({ officer, role, at }) => ({ officer, role, on: dayOf(at) })),
          doneOn,
          items: list.items.map(({ takenOff, destroyedAt, persons, contents, documents, ...item }) => ({
            ...item,
            takenOffFor: takenOff?.why as TakenOffFor | undefined,
            destroyed: destroyedAt
              ? { on: dayOf(destroyedAt), persons: persons!, contents: contents!, documents: documents! }
              : undefined,
          })),
          tip: list.tip,
          accountingYears: vouchers.ok ? vouchers.value.value : undefined,
          backupsUntil: backups.ok ? addDays(doneOn, backups.value.value) : undefined,
        },
        languageOf(request),
      );
    });
  }
};

/** The business day of an instant. */
const dayOf = (instant: string) => businessDateOf(Date.parse(instant));
