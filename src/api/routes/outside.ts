import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { listOf } from '../../contracts/http/cases.ts';
import { outsideSystemSchema } from '../../contracts/http/outside.ts';
import { readBusinessClock } from '../../db/businessClock.ts';
import { inDivision } from '../../db/pool.ts';
import { type OutsideView, readOutside } from '../../db/queries/outside.ts';
import { outsideSystems } from '../../domain/outside.ts';
import type { ApiDeps } from '../deps.ts';
import { type Language, languageOf } from '../language.ts';

/** 外部系统: which are down since when, and what of my county waits for each; nothing else waits. */
export const outsideRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool }) => {
  app.get(
    '/v1/outside',
    {
      schema: {
        tags: ['service'],
        summary: 'Outside systems: since when down, and what waits for them / 外部系统状态',
        response: answers({ 200: listOf(outsideSystemSchema) }),
      },
    },
    async (request) =>
      inDivision(pool, request.actor.division, async (tx) => {
        const { now } = await readBusinessClock(tx);
        return { items: (await readOutside(tx)).map((view) => shown(view, now, languageOf(request))) };
      }),
  );
};

function shown({ system, contact, waiting, standing }: OutsideView, now: number, language: Language) {
  const instant = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const downSince = standing.state === 'down' ? standing.downSince : undefined;
  return {
    system,
    name: outsideSystems[system][language],
    state: standing.state,
    downSince: instant(downSince),
    downMinutes: downSince === undefined ? null : Math.floor((now - downSince) / 60_000),
    lastHeardAt: instant(contact.answeredAt),
    callsWaiting: waiting.calls,
    oldestCallAt: instant(waiting.oldestCallAt),
    answersAwaited: waiting.answers,
  };
}
