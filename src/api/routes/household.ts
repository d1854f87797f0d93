import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { caseParams } from '../../contracts/http/fields.ts';
import { checksSchema, type DeclarationView, declarationSchema } from '../../contracts/http/household.ts';
import { familyNow } from '../../db/case/family.ts';
import { readTip } from '../../db/case/journal.ts';
import { inDivision, type Tx } from '../../db/pool.ts';
import { readCaseLine } from '../../db/queries/cases.ts';
import { readDifferences, readReports } from '../../db/queries/household.ts';
import { type ApplicationRow, readApplication } from '../../db/sealed.ts';
import { ageOn } from '../../domain/calendar.ts';
import { type CaseId, parseCaseId } from '../../domain/case/ids.ts';
import { maskAccount, maskIdNumber } from '../../gateways/crypto/masks.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['cases'];

/** What lies before whoever judges a case: what the family declared, and what the sources know of it. */
export const householdRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher }) => {
  const ofCase = <T>(division: string, caseId: string, read: (tx: Tx, caseId: CaseId) => Promise<T>) =>
    inDivision(pool, division, async (tx) =>
      ((await readCaseLine(tx, caseId))?.programme ?? 'emergency') !== 'emergency'
        ? read(tx, parseCaseId(caseId)!)
        : undefined,
    );

  app.get(
    '/v1/cases/:caseId/declaration',
    {
      schema: {
        tags,
        summary: 'What the family declared / 申报内容',
        params: caseParams,
        response: answers({ 200: declarationSchema }),
      },
    },
    async (request, reply) => {
      const found = await ofCase(request.actor.division, request.params.caseId, (tx, caseId) =>
        readApplication(tx, cipher, caseId),
      );
      if (!found) return refuseWith(request, reply, 'notFound');
      return reply.send(viewOf(found));
    },
  );

  app.get(
    '/v1/cases/:caseId/family',
    {
      schema: {
        tags,
        summary: 'The family as it is known today: as declared, with what the looks at it have found / 家庭现状',
        params: caseParams,
        response: answers({ 200: declarationSchema }),
      },
    },
    async (request, reply) => {
      const found = await ofCase(request.actor.division, request.params.caseId, async (tx, caseId) => {
        const { state } = await readTip(tx, caseId);
        const { family } = await familyNow(tx, cipher, state);
        return { ...(await readApplication(tx, cipher, caseId)), declaration: family };
      });
      if (!found) return refuseWith(request, reply, 'notFound');
      return reply.send(viewOf(found));
    },
  );

  app.get(
    '/v1/cases/:caseId/checks',
    {
      schema: {
        tags,
        summary: 'What the sources know, and where it differs from the declaration / 核对情况',
        params: caseParams,
        response: answers({ 200: checksSchema }),
      },
    },
    async (request, reply) => {
      const found = await ofCase(request.actor.division, request.params.caseId, async (tx, caseId) => {
        const { state } = await readTip(tx, caseId);
        return {
          reports: await readReports(tx, cipher, state),
          differences: await readDifferences(tx, cipher, state),
        };
      });
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );
};

/** With its numbers masked; of the date of birth, which an ID number hides in its middle, only the age. */
function viewOf({ submittedOn, submittedBy, declaration }: ApplicationRow): DeclarationView {
  const { area, applyingAs, need, members, incomes, deductions, property, account, proxy, relativesOfStaff } =
    declaration;
  return {
    submittedOn,
    submittedBy,
    area,
    applyingAs,
    need: need ?? null,
    members: members.map(({ idNumber, birthDate, situations, ...member }) => ({
      ...member,
      idNumber: maskIdNumber(idNumber),
      age: ageOn(birthDate, submittedOn),
      situations: [...situations],
    })),
    incomes: [...incomes],
    deductions: [...deductions],
    property: [...property],
    account: account ? { ...account, number: maskAccount(account.number) } : null,
    proxy: proxy ?? null,
    relativesOfStaff: [...relativesOfStaff],
  };
}
