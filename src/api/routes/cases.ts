import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import {
  caseLineSchema,
  caseSchema,
  casesQuery,
  clockSchema,
  listOf,
  timelineSchema,
} from '../../contracts/http/cases.ts';
import { caseParams, pageOf } from '../../contracts/http/fields.ts';
import { recoverySchema } from '../../contracts/http/recovery.ts';
import { returnReasonOf } from '../../contracts/returnReasons.ts';
import { readTip } from '../../db/case/journal.ts';
import { readInDivision, type Tx, together } from '../../db/pool.ts';
import { readApplicant, readEntitlements, readExpectedFacts, readTimeline } from '../../db/queries/caseFile.ts';
import { readCaseLine, readCases } from '../../db/queries/cases.ts';
import { readRecovery } from '../../db/queries/recovery.ts';
import { readReferrals } from '../../db/queries/referrals.ts';
import { readOpenTasks } from '../../db/queries/worklist.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { parseCaseId } from '../../domain/case/ids.ts';
import { paymentSentenceOf, sentenceOf } from '../../domain/case/sentences.ts';
import { maskIdNumber } from '../../gateways/crypto/masks.ts';
import { seesNames } from '../access.ts';
import { aidOf } from '../aidOf.ts';
import type { Actor } from '../auth/actor.ts';
import { clocksOf } from '../clocksOf.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['cases'];

export const caseRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { pool, cipher } = deps;

  app.get(
    '/v1/cases',
    {
      schema: {
        tags,
        summary: 'Cases of my division, last changed first / 案件列表',
        querystring: casesQuery,
        response: answers({ 200: pageOf(caseLineSchema) }),
      },
    },
    ({ actor, query }) => readInDivision(pool, actor.division, (tx) => readCases(tx, query)),
  );

  app.get(
    '/v1/cases/:caseId',
    {
      schema: {
        tags,
        summary: 'Where a case stands / 案件详情',
        params: caseParams,
        response: answers({ 200: caseSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await readInDivision(pool, actor.division, async (tx) => {
        const [line, details] = await together([readCaseLine(tx, params.caseId), detailsOf(tx, params.caseId, actor)]);
        return line && { ...line, ...details };
      });
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );

  async function detailsOf(tx: Tx, caseId: string, actor: Actor) {
    const [{ state }, applicant, clocks, referrals, tasks, expected, entitlements] = await together([
      readTip(tx, parseCaseId(caseId)!),
      seesNames(actor.roles) ? readApplicant(tx, cipher, caseId) : undefined,
      clocksOf(tx, deps.policy, caseId),
      readReferrals(tx, caseId),
      readOpenTasks(tx, caseId),
      readExpectedFacts(tx, caseId),
      readEntitlements(tx, caseId),
    ]);
    return {
      applicant: applicant ? { name: applicant.name, idNumber: maskIdNumber(applicant.idNumber) } : null,
      proposal: state.proposal ?? null,
      benefit: state.benefit ?? null,
      look: state.look ?? null,
      reviewClass: state.reviewClass ?? null,
      reportedLate: state.reportedLate === true,
      keepUntil: state.keepUntil ?? null,
      predecessor: state.predecessor ?? null,
      assessment: state.assessment
        ? { eligible: state.assessment.eligible, amountFen: state.assessment.amountFen }
        : null,
      ...referrals,
      tasks,
      clocks: clocks.filter(({ status }) => status !== 'stopped'),
      expected,
      aid: await aidOf(tx, state),
      entitlements,
    };
  }

  app.get(
    '/v1/cases/:caseId/timeline',
    {
      schema: {
        tags,
        summary: 'What happened, in words; payments included / 时间线',
        params: caseParams,
        response: answers({ 200: timelineSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await readInDivision(
        pool,
        actor.division,
        async (tx) => (await readCaseLine(tx, params.caseId)) && readTimeline(tx, params.caseId),
      );
      if (!found) return refuseWith(request, reply, 'notFound');
      const items = found.map(({ data, ...row }) => ({
        ...row,
        sentence:
          row.seq === null
            ? paymentSentenceOf(row.type, data, whyReturned(row.type, data))
            : sentenceOf(data as unknown as CaseEvent),
      }));
      return reply.send({ items });
    },
  );

  app.get(
    '/v1/cases/:caseId/clocks',
    {
      schema: {
        tags,
        summary: 'All periods of a case / 期限',
        params: caseParams,
        response: answers({ 200: listOf(clockSchema) }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const items = await readInDivision(
        pool,
        actor.division,
        async (tx) => (await readCaseLine(tx, params.caseId)) && clocksOf(tx, deps.policy, params.caseId),
      );
      return items ? reply.send({ items }) : refuseWith(request, reply, 'notFound');
    },
  );

  app.get(
    '/v1/cases/:caseId/recovery',
    {
      schema: {
        tags,
        summary: 'What was paid beyond what is owed, and what became of it / 追缴',
        params: caseParams,
        response: answers({ 200: recoverySchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await readInDivision(
        pool,
        actor.division,
        async (tx) => (await readCaseLine(tx, params.caseId)) && readRecovery(tx, params.caseId),
      );
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );
};

/** The bank's reason in words, for the township that has to act on it. */
function whyReturned(type: string, { reason }: Record<string, unknown>): string | undefined {
  return type === 'paymentReturned' && typeof reason === 'string' ? returnReasonOf(reason).zh : undefined;
}
