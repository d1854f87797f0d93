import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { z } from 'zod';
import { answers } from '../../contracts/http/answers.ts';
import {
  certificateSchema,
  decisionRecordSchema,
  explanationSchema,
  journalSchema,
  listOf,
  noticeSchema,
} from '../../contracts/http/cases.ts';
import { caseParams } from '../../contracts/http/fields.ts';
import { firstBreak, readJournal, readTip } from '../../db/case/journal.ts';
import { readInDivision, type Tx } from '../../db/pool.ts';
import { readAssessmentRow, readDecisions, readNotices, readNoticeText } from '../../db/queries/caseFile.ts';
import { readCaseLine } from '../../db/queries/cases.ts';
import { certificateOf } from '../../domain/case/clockCertificate.ts';
import { clockKinds } from '../../domain/case/clockKinds.ts';
import { parseCaseId, parsePublicId } from '../../domain/case/ids.ts';
import { chainStart } from '../../domain/dailyRoot.ts';
import { seesNames } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['cases'];

/** What proves a case: its chained journal, the certificate of each clock, each decision, its calculation, its letters. */
export const evidenceRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher }) => {
  /** Reads of a case what `read` says, or nothing where the case is not to be seen from this division. */
  const ofCase = <T>(division: string, caseId: string, read: (tx: Tx) => Promise<T>) =>
    readInDivision(pool, division, async (tx) => ((await readCaseLine(tx, caseId)) ? read(tx) : undefined));

  app.get(
    '/v1/cases/:caseId/journal',
    {
      schema: {
        tags,
        summary: 'The hash-chained record / 审计链',
        params: caseParams,
        response: answers({ 200: journalSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await ofCase(actor.division, params.caseId, async (tx) => ({
        rows: await readJournal(tx, parseCaseId(params.caseId)!),
        tip: await readTip(tx, parseCaseId(params.caseId)!),
      }));
      if (!found) return refuseWith(request, reply, 'notFound');
      const { rows, tip } = found;
      const brokenAt = firstBreak(rows);
      const endsAtTip = (rows.at(-1)?.hash ?? chainStart) === tip.hash;
      const items = rows.map(({ caseId: _case, data, ...row }) => ({ ...row, data: { ...data } }));
      return reply.send({
        verified: brokenAt === undefined && endsAtTip,
        firstBreak: brokenAt ?? (endsAtTip ? null : rows.length + 1),
        items,
      });
    },
  );

  app.get(
    '/v1/cases/:caseId/clocks/:clockId/certificate',
    {
      schema: {
        tags,
        summary: 'Start, pauses with reasons, end, on time or late / 期限证明',
        params: caseParams.extend({ clockId: z.string().max(160) }),
        response: answers({ 200: certificateSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const id = parsePublicId(params.clockId);
      if (!id || id.caseId !== params.caseId) return refuseWith(request, reply, 'notFound');
      const found = await readInDivision(pool, actor.division, async (tx) => {
        const line = await readCaseLine(tx, params.caseId);
        return line && { line, rows: await readJournal(tx, id.caseId) };
      });
      const certificate =
        found &&
        certificateOf(
          found.rows.map(({ at, data }) => ({ at, event: data })),
          id.key,
        );
      if (!certificate) return refuseWith(request, reply, 'notFound');
      const { pauses, changes, ...rest } = certificate;
      const title = clockKinds[certificate.kind].zh;
      return reply.send({
        clockId: params.clockId,
        caseNumber: found.line.caseNumber,
        title,
        ...rest,
        pauses: [...pauses],
        changes: [...changes],
      });
    },
  );

  app.get(
    '/v1/cases/:caseId/decisions',
    {
      schema: {
        tags,
        summary: 'Each decision: who, when, in which role, under which article / 决定',
        params: caseParams,
        response: answers({ 200: listOf(decisionRecordSchema) }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const reader = seesNames(actor.roles) ? cipher : undefined;
      const items = await ofCase(actor.division, params.caseId, (tx) => readDecisions(tx, reader, params.caseId));
      return items ? reply.send({ items }) : refuseWith(request, reply, 'notFound');
    },
  );

  app.get(
    '/v1/cases/:caseId/explanation',
    {
      schema: {
        tags,
        summary: 'How the amount came about, rule by rule / 计算说明',
        params: caseParams,
        response: answers({ 200: explanationSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const row = await ofCase(actor.division, params.caseId, (tx) => readAssessmentRow(tx, params.caseId));
      if (!row) return refuseWith(request, reply, 'notFound');
      const content = JSON.parse(cipher.open(row.sealed, `assessment:${row.assessment_id}`));
      return reply.send({
        ...content,
        assessmentId: row.assessment_id,
        at: row.at.toISOString(),
        contentHash: row.content_hash,
      });
    },
  );

  app.get(
    '/v1/cases/:caseId/notices',
    {
      schema: {
        tags,
        summary: 'Letters and postings issued / 文书',
        params: caseParams,
        response: answers({ 200: listOf(noticeSchema) }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const items = await ofCase(actor.division, params.caseId, (tx) => readNotices(tx, params.caseId));
      return items ? reply.send({ items }) : refuseWith(request, reply, 'notFound');
    },
  );

  app.get(
    '/v1/cases/:caseId/notices/:noticeId',
    {
      config: { described: { file: ['text/plain'] } },
      schema: {
        tags,
        summary: 'The text as issued, text/plain in Chinese / 文书正文',
        params: caseParams.extend({ noticeId: z.string().max(160) }),
        response: answers({ 200: z.string() }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const text = await ofCase(actor.division, params.caseId, (tx) =>
        readNoticeText(tx, cipher, params.caseId, params.noticeId),
      );
      if (text === undefined) return refuseWith(request, reply, 'notFound');
      return reply.type('text/plain; charset=utf-8').header('content-language', 'zh').send(text);
    },
  );
};
