import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { applicationReceiptSchema } from '../../contracts/http/applications.ts';
import {
  emergenciesQuery,
  emergencyLineSchema,
  emergencyParams,
  emergencyReportSchema,
  emergencySchema,
} from '../../contracts/http/emergencies.ts';
import { commandHeaders, pageOf } from '../../contracts/http/fields.ts';
import { storedTip, tipFrom } from '../../db/case/journal.ts';
import { emergencyReport } from '../../db/emergency/reports.ts';
import { policyVersion } from '../../db/policy.ts';
import { readInDivision, type Tx } from '../../db/pool.ts';
import { clocksNow } from '../../db/queries/caseFile.ts';
import {
  aidGiven,
  emergencyLine,
  identityRestored,
  readEmergencies,
  similarEmergencies,
} from '../../db/queries/emergencies.ts';
import { referrals, referredFiles } from '../../db/queries/referrals.ts';
import { openTasks } from '../../db/queries/worklist.ts';
import { about, ask } from '../../db/questions.ts';
import { stagesLeft } from '../../domain/aid/plan.ts';
import { parseCaseId } from '../../domain/case/ids.ts';
import type { EmergencyReport } from '../../domain/emergency/report.ts';
import { maskIdNumber } from '../../gateways/crypto/masks.ts';
import { seesNames } from '../access.ts';
import type { Actor } from '../auth/actor.ts';
import type { ApiDeps } from '../deps.ts';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency.ts';
import { refuseWith } from '../problem.ts';
import { startCase } from '../submitApplication.ts';
import { submitReport } from '../submitReport.ts';
import { withTimeLeft } from '../timeLeft.ts';

const tags = ['emergencies'];

/** Emergency aid (救急难): reported by anyone, answered day and night. */
export const emergencyRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { pool, cipher } = deps;

  app.post(
    '/v1/emergencies',
    {
      schema: {
        tags,
        summary: 'Report that somebody is in need now / 急难报告',
        headers: commandHeaders,
        body: emergencyReportSchema,
        response: answers({ 201: applicationReceiptSchema }),
      },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const key = idempotencyKeyOf(request);
      const bodyHash = bodyHashOf(cipher, 'reportEmergency', body);
      const reported = await submitReport(deps, { actor, key, bodyHash, report: body as unknown as EmergencyReport });
      if (!reported.ok) {
        const { code, ...details } = reported.refusal;
        return refuseWith(request, reply, code, details);
      }
      const { isNew, ...receipt } = reported.value;
      if (isNew && (await startCase(deps, receipt.caseId, 'emergency')) === 'later')
        request.log.warn({ caseId: receipt.caseId }, 'the emergency is started by the relay');
      reply.header('location', `/v1/emergencies/${receipt.caseId}`);
      return reply.code(201).send(receipt);
    },
  );

  app.get(
    '/v1/emergencies',
    {
      schema: {
        tags,
        summary: 'Emergencies of my division, the last reported first / 急难列表',
        querystring: emergenciesQuery,
        response: answers({ 200: pageOf(emergencyLineSchema) }),
      },
    },
    ({ actor, query }) => readInDivision(pool, actor.division, (tx) => readEmergencies(tx, query)),
  );

  app.get(
    '/v1/emergencies/:caseId',
    {
      schema: {
        tags,
        summary: 'Where an emergency stands / 急难详情',
        params: emergencyParams,
        response: answers({ 200: emergencySchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await readInDivision(pool, actor.division, (tx) => readPage(tx, params.caseId, actor));
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );

  async function readPage(tx: Tx, caseId: string, actor: Actor) {
    const page = await ask(tx, 'emergency page', {
      line: about(caseId, emergencyLine),
      tip: about(caseId, storedTip),
      report: seesNames(actor.roles) ? about(caseId, emergencyReport(cipher)) : undefined,
      policy: policyVersion,
      clocks: about(caseId, clocksNow),
      aid: about(caseId, aidGiven),
      referrals: about(caseId, referrals),
      files: about(caseId, referredFiles),
      tasks: about(caseId, openTasks),
      similar: about(caseId, similarEmergencies),
      identity: about(caseId, identityRestored),
    });
    if (!page.line) return undefined;
    const { state } = await tipFrom(tx, parseCaseId(caseId)!, page.tip);
    const { calendar } = await deps.policy.at(tx, page.policy);
    return {
      ...page.line,
      report: page.report ? masked(page.report) : null,
      way: state.aid?.way ?? null,
      transfer: state.aid?.transfer ?? null,
      aid: page.aid,
      referrals: page.referrals,
      ...page.files,
      stagesLeft: stagesLeft(state),
      tasks: page.tasks,
      clocks: withTimeLeft(page.clocks, calendar).filter(({ status }) => status !== 'stopped'),
      similar: page.similar,
      identity: page.identity,
    };
  }
};

function masked(report: EmergencyReport): Record<string, unknown> {
  const { idNumber, ...person } = report.person;
  return { ...report, person: idNumber === undefined ? person : { ...person, idNumber: maskIdNumber(idNumber) } };
}
