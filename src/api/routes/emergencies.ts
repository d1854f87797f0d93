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
import { readTip } from '../../db/case/journal.ts';
import { readReport } from '../../db/emergency/reports.ts';
import { readInDivision, type Tx } from '../../db/pool.ts';
import {
  readAid,
  readEmergencies,
  readEmergencyLine,
  readIdentity,
  readSimilar,
} from '../../db/queries/emergencies.ts';
import { readReferrals } from '../../db/queries/referrals.ts';
import { readOpenTasks } from '../../db/queries/worklist.ts';
import { stagesLeft } from '../../domain/aid/plan.ts';
import { type CaseId, parseCaseId } from '../../domain/case/ids.ts';
import type { EmergencyReport } from '../../domain/emergency/report.ts';
import { maskIdNumber } from '../../gateways/crypto/masks.ts';
import { seesNames } from '../access.ts';
import type { Actor } from '../auth/actor.ts';
import { clocksOf } from '../clocksOf.ts';
import type { ApiDeps } from '../deps.ts';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency.ts';
import { refuseWith } from '../problem.ts';
import { startCase } from '../submitApplication.ts';
import { submitReport } from '../submitReport.ts';

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
      const found = await readInDivision(pool, actor.division, async (tx) => {
        const line = await readEmergencyLine(tx, params.caseId);
        return line && { ...line, ...(await detailsOf(tx, parseCaseId(params.caseId)!, actor)) };
      });
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );

  async function detailsOf(tx: Tx, caseId: CaseId, actor: Actor) {
    const { state } = await readTip(tx, caseId);
    const clocks = await clocksOf(tx, deps.policy, caseId);
    return {
      report: seesNames(actor.roles) ? masked(await readReport(tx, cipher, caseId)) : null,
      way: state.aid?.way ?? null,
      transfer: state.aid?.transfer ?? null,
      aid: await readAid(tx, caseId),
      ...(await readReferrals(tx, caseId)),
      stagesLeft: stagesLeft(state),
      tasks: await readOpenTasks(tx, caseId),
      clocks: clocks.filter(({ status }) => status !== 'stopped'),
      similar: await readSimilar(tx, caseId),
      identity: await readIdentity(tx, caseId),
    };
  }
};

function masked(report: EmergencyReport): Record<string, unknown> {
  const { idNumber, ...person } = report.person;
  return { ...report, person: idNumber === undefined ? person : { ...person, idNumber: maskIdNumber(idNumber) } };
}
