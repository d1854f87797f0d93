import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { z } from 'zod';
import { answers } from '../../contracts/http/answers.ts';
import { caseParams } from '../../contracts/http/fields.ts';
import { comparisonSchema, declarationSchema } from '../../contracts/http/household.ts';
import { readComparison } from '../../db/case/comparisons.ts';
import { inDivision } from '../../db/pool.ts';
import { readSubmission, resolutionsOf } from '../../db/queries/household.ts';
import type { Declaration } from '../../domain/case/declaration.ts';
import type { Difference } from '../../domain/case/differences.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { maskAccount, maskIdNumber } from '../../gateways/crypto/masks.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['cases'];

/** What the family said, and what check and visit showed beside it: the reviewer's desk. */
export const householdRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher }) => {
  app.get(
    '/v1/cases/:caseId/declaration',
    {
      schema: {
        tags,
        summary: 'What the family declared / 家庭申报',
        params: caseParams,
        response: answers({ 200: declarationSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await inDivision(pool, actor.division, (tx) => readSubmission(tx, cipher, params.caseId));
      if (!found) return refuseWith(request, reply, 'notFound');
      const { submittedBy, submittedAt, declaration } = found;
      return reply.send({ submittedBy, submittedAt, ...shown(declaration) });
    },
  );

  app.get(
    '/v1/cases/:caseId/comparison',
    {
      schema: {
        tags,
        summary: 'Check and visit against the declaration, difference by difference / 信息比对',
        params: caseParams,
        response: answers({ 200: comparisonSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const found = await inDivision(pool, actor.division, async (tx) => {
        const comparison = await readComparison(tx, cipher, params.caseId as CaseId);
        return comparison && { comparison, resolved: await resolutionsOf(tx, comparison.comparisonId) };
      });
      if (!found) return refuseWith(request, reply, 'notFound');
      const { comparison, resolved } = found;
      const { comparisonId, at, unavailable, differences } = comparison;
      return reply.send({
        comparisonId,
        at,
        unavailable: [...unavailable],
        differences: differences.map((each) => ({ ...described(each), resolution: resolved.get(each.nth) ?? null })),
      });
    },
  );
};

type Shown = Omit<z.input<typeof declarationSchema>, 'submittedBy' | 'submittedAt'>;

function shown({ members, incomes, deductions, property, account, proxy, ...rest }: Declaration): Shown {
  return {
    area: rest.area,
    applyingAs: rest.applyingAs,
    members: members.map(({ idNumber, phone, disability, situations, consent, ...member }) => ({
      ...member,
      idNumber: maskIdNumber(idNumber),
      phone: phone ?? null,
      disability: disability ?? null,
      situations: [...situations],
      consent: consent ?? null,
    })),
    incomes: incomes.map(({ exemption, ...income }) => ({ ...income, exemption: exemption ?? null })),
    deductions: deductions.map((deduction) => ({ ...deduction })),
    property: property.map(({ amountFen, count, familyShop, exemption, ...item }) => ({
      ...item,
      amountFen: amountFen ?? null,
      count: count ?? null,
      familyShop: familyShop ?? null,
      exemption: exemption ?? null,
    })),
    account: account ? { ...account, number: maskAccount(account.number) } : null,
    proxy: proxy ?? null,
    relativesOfStaff: rest.relativesOfStaff.map((relative) => ({ ...relative })),
  };
}

function described(difference: Difference) {
  const { nth } = difference;
  if ('status' in difference) {
    const { memberNo, source, status, on } = difference.status;
    return { nth, memberNo, source, what: status, declared: null, found: null, on: on ?? null };
  }
  const { finding, declared, found } = difference;
  const what = 'income' in finding.what ? finding.what.income : finding.what.property;
  return { nth, memberNo: finding.memberNo, source: finding.source, what, declared, found, on: null };
}
