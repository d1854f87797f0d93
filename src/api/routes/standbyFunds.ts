import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FundOrder, orderFund } from '../../commands/standbyFund.ts';
import { answers } from '../../contracts/http/answers.ts';
import { listOf } from '../../contracts/http/cases.ts';
import { commandHeaders } from '../../contracts/http/fields.ts';
import {
  fundParams,
  fundPostingSchema,
  fundSchema,
  fundsQuery,
  fundWithPostingsSchema,
  openFundSchema,
} from '../../contracts/http/standbyFunds.ts';
import { readFund, readFunds, readPostings } from '../../db/fund/funds.ts';
import type { FundOf } from '../../db/fund/postings.ts';
import { inDivision } from '../../db/pool.ts';
import { isTownship } from '../../db/queries/applications.ts';
import { countyOf } from '../../domain/authority.ts';
import type { DivisionCode } from '../../domain/case/ids.ts';
import { policyOn } from '../../domain/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency.ts';
import { refuseWith } from '../problem.ts';

const tags = ['standby-funds'];

/** 临时救助备用金: opened by the county, spent by its townships, settled with what was spent. */
export const standbyFundRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { pool, cipher, policy } = deps;

  app.get(
    '/v1/standby-funds',
    {
      schema: {
        tags,
        summary: 'Standby funds of my division / 备用金',
        querystring: fundsQuery,
        response: answers({ 200: listOf(fundSchema) }),
      },
    },
    async ({ actor, query }) => ({
      items: await inDivision(pool, actor.division, (tx) => readFunds(tx, query.year)),
    }),
  );

  app.get(
    '/v1/standby-funds/:township/:year',
    {
      schema: {
        tags,
        summary: 'One fund with what was posted / 备用金明细',
        params: fundParams,
        response: answers({ 200: fundWithPostingsSchema }),
      },
    },
    (request, reply) => sendFund(request, reply, request.params as unknown as FundOf),
  );

  app.post(
    '/v1/standby-funds',
    {
      schema: {
        tags,
        summary: 'Open a township’s fund of a year / 开立备用金',
        headers: commandHeaders,
        body: openFundSchema,
        response: answers({ 201: fundWithPostingsSchema }),
      },
    },
    async (request, reply) => {
      const { township, year, amountFen, reason } = request.body;
      if (countyOf(township as DivisionCode) !== countyOf(request.actor.division))
        return refuseWith(request, reply, 'wrongDivision');
      if (!(await inDivision(pool, request.actor.division, (tx) => isTownship(tx, township))))
        return refuseWith(request, reply, 'unknownDivision');
      const set = await inDivision(pool, request.actor.division, async (tx) => {
        const { book } = await policy.read(tx);
        return policyOn(book, 'emergency.standbyFund', township as DivisionCode, `${year}-01-01`, `${year}-12-31`);
      });
      const amount = amountFen ?? (set.ok ? set.value.value.amountFen : undefined);
      if (amount === undefined) return refuseWith(request, reply, 'policyMissing');
      return carryOut(request, reply.code(201), { township, year }, { kind: 'opening', amountFen: amount, reason });
    },
  );

  app.post(
    '/v1/standby-funds/:township/:year/postings',
    {
      schema: {
        tags,
        summary: 'Top up, settle, carry back, or allow an overdraft / 补充、结算、上缴、准予透支',
        headers: commandHeaders,
        params: fundParams,
        body: fundPostingSchema,
        response: answers({ 200: fundWithPostingsSchema }),
      },
    },
    async (request, reply) => {
      const { actor, body, params } = request;
      const needed = body.kind === 'overdraft' ? 'county_leader' : 'finance_officer';
      if (!actor.roles.includes(needed)) return refuseWith(request, reply, 'forbidden');
      return carryOut(request, reply, params as unknown as FundOf, body);
    },
  );

  async function carryOut(request: FastifyRequest, reply: FastifyReply, fund: FundOf, order: FundOrder) {
    const { actor } = request;
    const key = idempotencyKeyOf(request);
    const bodyHash = bodyHashOf(cipher, `standbyFund ${fund.township} ${fund.year}`, request.body as object);
    const command = { commandId: randomUUID(), key, bodyHash, officer: actor.officer, division: actor.division, fund };
    const done = await orderFund(pool, command, order);
    return done.ok ? sendFund(request, reply, fund) : refuseWith(request, reply, done.refusal);
  }

  async function sendFund(request: FastifyRequest, reply: FastifyReply, fund: FundOf) {
    const found = await inDivision(pool, request.actor.division, async (tx) => {
      const now = await readFund(tx, fund);
      return now && { ...now, postings: await readPostings(tx, fund, 200) };
    });
    return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
  }
};
