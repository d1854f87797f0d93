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
import { storedTip, tipFrom } from '../../db/case/journal.ts';
import { policyVersion } from '../../db/policy.ts';
import { readInDivision, type Tx } from '../../db/pool.ts';
import { applicant, clocksNow, entitlements, expectedFacts, readTimeline } from '../../db/queries/caseFile.ts';
import { caseLine, readCaseLine, readCases } from '../../db/queries/cases.ts';
import { readRecovery } from '../../db/queries/recovery.ts';
import { referrals, referredFiles } from '../../db/queries/referrals.ts';
import { openTasks } from '../../db/queries/worklist.ts';
import { about, ask } from '../../db/questions.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { parseCaseId } from '../../domain/case/ids.ts';
import { paymentSentenceOf, sentenceOf } from '../../domain/case/sentences.ts';
import { maskIdNumber } from '../../gateways/crypto/masks.ts';
import { seesNames } from '../access.ts';
import { aidOf } from '../aidOf.ts';
import type { Actor } from '../auth/actor.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';
import { withTimeLeft } from '../timeLeft.ts';

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
      const found = await readInDivision(pool, actor.division, (tx) => readPage(tx, params.caseId, actor));
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );

  async function readPage(tx: Tx, caseId: string, actor: Actor) {
    const page = await ask(tx, 'case page', {
      line: about(caseId, caseLine),
      tip: about(caseId, storedTip),
      applicant: seesNames(actor.roles) ? about(caseId, applicant(cipher)) : undefined,
      policy: policyVersion,
      clocks: about(caseId, clocksNow),
      referrals: about(caseId, referrals),
      files: about(caseId, referredFiles),
      tasks: about(caseId, openTasks),
      expected: about(caseId, expectedFacts),
      entitlements: about(caseId, entitlements),
    });
    if (!page.line) return undefined;
    const { state } = await tipFrom(tx, parseCaseId(caseId)!, page.tip);
    const { calendar } = await deps.policy.at(tx, page.policy);
    return {
      ...page.line,
      applicant: page.applicant ? { name: page.applicant.name, idNumber: maskIdNumber(page.applicant.idNumber) } : null,
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
      referrals: page.referrals,
      ...page.files,
      tasks: page.tasks,
      clocks: withTimeLeft(page.clocks, calendar).filter(({ status }) => status !== 'stopped'),
      expected: page.expected,
      aid: await aidOf(tx, state),
      entitlements: page.entitlements,
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
      const { caseId } = params;
      const items = await readInDivision(pool, actor.division, async (tx) => {
        const { line, clocks, policy } = await ask(tx, 'clocks of a case', {
          line: about(caseId, caseLine),
          clocks: about(caseId, clocksNow),
          policy: policyVersion,
        });
        return line && withTimeLeft(clocks, (await deps.policy.at(tx, policy)).calendar);
      });
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
