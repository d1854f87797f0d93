import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answers } from '../../contracts/http/answers.ts';
import { rosterQuery, rosterSchema, rosterSetSchema } from '../../contracts/http/duty.ts';
import { problems } from '../../contracts/problems.ts';
import { readGaps, readTurns } from '../../db/duty/roster.ts';
import { inDivision, type Tx } from '../../db/pool.ts';
import type { DivisionCode, OfficerId } from '../../domain/case/ids.ts';
import type { DutyRole, Span } from '../../domain/duty.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';
import { faultOfSeat, type Roster, type RosterRefusal, setRoster } from '../setRoster.ts';

const tags = ['emergencies'];

/** On-call duty (值班): who is called for an emergency, day and night. */
export const dutyRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool }) => {
  app.get(
    '/v1/duty-roster',
    {
      schema: {
        tags,
        summary: 'Who is on call, and when nobody is / 值班表',
        querystring: rosterQuery,
        response: answers({ 200: rosterSchema }),
      },
    },
    async (request, reply) => {
      const { actor, query } = request;
      const asked = spanAtSeat(query);
      const found = await inDivision(
        pool,
        actor.division,
        async (tx) => (await faultOfSeat(tx, asked.seat)) ?? (await shown(tx, asked)),
      );
      return 'code' in found ? refused(request, reply, found) : reply.send(found);
    },
  );

  app.put(
    '/v1/duty-roster',
    {
      schema: {
        tags,
        summary: 'Set who is on call within a range / 安排值班',
        body: rosterSetSchema,
        response: answers({ 200: rosterSchema }),
      },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const duties = body.duties.map((duty) => ({ ...duty, ...spanOf(duty), officer: duty.officer as OfficerId }));
      const roster: Roster = { ...spanAtSeat(body), duties };
      const found = await inDivision(
        pool,
        actor.division,
        async (tx) => (await setRoster(tx, roster, actor.officer)) ?? (await shown(tx, roster)),
      );
      return 'code' in found ? refused(request, reply, found) : reply.send(found);
    },
  );
};

async function shown(tx: Tx, { seat, span }: Omit<Roster, 'duties'>) {
  const turns = await readTurns(tx, seat, span);
  return {
    division: seat.division,
    role: seat.role as DutyRole,
    ...written(span),
    duties: turns.map((turn) => ({ ...turn, ...written(turn), setAt: turn.setAt.toISOString() })),
    gaps: (await readGaps(tx, seat, span)).map(written),
  };
}

interface Asked {
  readonly division: string;
  readonly role: DutyRole;
  readonly from: string;
  readonly until: string;
}

function spanAtSeat(asked: Asked): Omit<Roster, 'duties'> {
  return { seat: { role: asked.role, division: asked.division as DivisionCode }, span: spanOf(asked) };
}

function spanOf({ from, until }: Pick<Asked, 'from' | 'until'>): Span {
  return { from: Date.parse(from), until: Date.parse(until) };
}

function written({ from, until }: Span) {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

/** Says which part it is about, in the words of the refusal. */
function refused(request: FastifyRequest, reply: FastifyReply, { code, at }: RosterRefusal) {
  const message = problems[code][languageOf(request)].title;
  return refuseWith(request, reply, code, at === undefined ? {} : { errors: [{ at, message }] });
}
