import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openDisbursement } from '../../commands/openDisbursement.ts';
import { orderRun } from '../../commands/orderRun.ts';
import type { RunCommandKind } from '../../commands/runClient.ts';
import { answers } from '../../contracts/http/answers.ts';
import { commandSchema } from '../../contracts/http/commands.ts';
import {
  disbursementParams,
  lineSchema,
  linesQuery,
  openDisbursementSchema,
  runDetailSchema,
  runSchema,
  runsQuery,
  signatureSchema,
} from '../../contracts/http/disbursements.ts';
import { commandHeaders, pageOf } from '../../contracts/http/fields.ts';
import { readOutgoing } from '../../db/payments/files.ts';
import { inDivision } from '../../db/pool.ts';
import { readLines, readRunDetail, readRuns } from '../../db/queries/disbursements.ts';
import type { Doer } from '../../domain/case/events.ts';
import type { RunId } from '../../domain/payments/run.ts';
import type { Actor } from '../auth/actor.ts';
import type { ApiDeps } from '../deps.ts';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency.ts';
import { refuseWith, refuseWithCode } from '../problem.ts';

const tags = ['disbursements'];

/** The monthly payment of a county: open, look, sign twice, fetch the files, close. */
export const disbursementRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { pool, cipher } = deps;

  app.post(
    '/v1/disbursements',
    {
      schema: {
        tags,
        summary: 'Open the run of a month; the same month again is the same run / 建立发放批次',
        headers: commandHeaders,
        body: openDisbursementSchema,
        response: answers({ 200: runDetailSchema }),
      },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const key = idempotencyKeyOf(request);
      const bodyHash = bodyHashOf(cipher, 'openDisbursement', body);
      const opened = await openDisbursement(deps, {
        commandId: randomUUID(),
        key,
        bodyHash,
        doer: doerOf(actor),
        ...body,
      });
      if (!opened.ok) return refuseWithCode(request, reply, opened.refusal);
      reply.header('location', `/v1/disbursements/${opened.value}`);
      return sendRun(request, reply, opened.value);
    },
  );

  app.get(
    '/v1/disbursements',
    {
      schema: {
        tags,
        summary: 'Runs, newest first / 发放批次列表',
        querystring: runsQuery,
        response: answers({ 200: pageOf(runSchema) }),
      },
    },
    ({ actor, query }) => inDivision(pool, actor.division, (tx) => readRuns(tx, query)),
  );

  app.get(
    '/v1/disbursements/:disbursementId',
    {
      schema: {
        tags,
        summary: 'A run: totals, comparison, signatures, files, what was set aside / 批次详情',
        params: disbursementParams,
        response: answers({ 200: runDetailSchema }),
      },
    },
    (request, reply) => sendRun(request, reply, request.params.disbursementId),
  );

  app.get(
    '/v1/disbursements/:disbursementId/lines',
    {
      schema: {
        tags,
        summary: 'Its lines; status=held is the hold list / 发放明细',
        params: disbursementParams,
        querystring: linesQuery,
        response: answers({ 200: pageOf(lineSchema) }),
      },
    },
    async (request, reply) => {
      const { actor, params, query } = request;
      const runId = params.disbursementId as RunId;
      const page = await inDivision(
        pool,
        actor.division,
        async (tx) => (await readRunDetail(tx, runId)) && readLines(tx, runId, query),
      );
      return page ? reply.send(page) : refuseWith(request, reply, 'notFound');
    },
  );

  const fileOf = (kind: 'pain.001' | 'roster', path: string, summary: string, type: string) =>
    app.get(
      `/v1/disbursements/:disbursementId/${path}`,
      {
        config: { described: { file: [type] } },
        schema: { tags, summary, params: disbursementParams, response: answers({ 200: z.any() }) },
      },
      async (request, reply) => {
        const { actor, params } = request;
        const file = await inDivision(pool, actor.division, (tx) =>
          readOutgoing(tx, cipher, params.disbursementId as RunId, kind),
        );
        if (!file) return refuseWith(request, reply, 'notFound');
        reply
          .header('content-disposition', `attachment; filename="${file.name}"`)
          .header('etag', `"${file.sha256}"`)
          .type(type);
        return reply.send(Buffer.from(file.bytes));
      },
    );
  fileOf('pain.001', 'file', 'The file the bank was given, pain.001 / 支付文件', 'application/xml');
  fileOf('roster', 'roster', 'The roster as CSV / 发放花名册', 'text/csv; charset=utf-8');

  app.post(
    '/v1/disbursements/:disbursementId/signature',
    {
      schema: {
        tags,
        summary: 'Sign, naming the total you saw; two different persons must / 复核签字',
        headers: commandHeaders,
        params: disbursementParams,
        body: signatureSchema,
        response: answers({ 200: runDetailSchema, 202: commandSchema }),
      },
    },
    (request, reply) => order(request, reply, 'signDisbursement', request.params.disbursementId, request.body.totalFen),
  );

  app.post(
    '/v1/disbursements/:disbursementId/close',
    {
      schema: {
        tags,
        summary: 'Close; refused while paid + held + returned differs from planned / 结算',
        headers: commandHeaders,
        params: disbursementParams,
        response: answers({ 200: runDetailSchema, 202: commandSchema }),
      },
    },
    (request, reply) => order(request, reply, 'closeDisbursement', request.params.disbursementId, 0),
  );

  async function order(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: RunCommandKind,
    id: string,
    totalFen: number,
  ) {
    const key = idempotencyKeyOf(request);
    const bodyHash = bodyHashOf(cipher, `${kind} ${id}`, { totalFen });
    const runId = id as RunId;
    const decided = await orderRun(deps, {
      kind,
      runId,
      commandId: randomUUID(),
      key,
      bodyHash,
      contentHash: bodyHash,
      doer: doerOf(request.actor),
      totalFen,
    });
    switch (decided.kind) {
      case 'receipt':
        return sendRun(request, reply, id);
      case 'refused':
        return refuseWithCode(request, reply, decided.code);
      case 'pending':
        reply.code(202).header('location', `/v1/commands/${decided.commandId}`).header('retry-after', '2');
        return reply.send({ commandId: decided.commandId, status: 'pending', receipt: null, refusal: null });
    }
  }

  async function sendRun(request: FastifyRequest, reply: FastifyReply, id: string) {
    const detail = await inDivision(pool, request.actor.division, (tx) => readRunDetail(tx, id as RunId));
    if (!detail) return refuseWith(request, reply, 'notFound');
    const { seq, ...run } = detail;
    return reply.header('etag', `"${seq}"`).send(run);
  }
};

function doerOf({ officer, division }: Actor): Doer {
  return { officer, role: 'finance_officer', division };
}
