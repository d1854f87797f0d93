import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { advanceSchema, testClockSchema } from '../../contracts/http/law.ts';
import { businessDateOf } from '../../domain/calendar.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

const tags = ['service'];
const tenYears = 3_653 * 86_400_000;

/** Business time, moved forward for demo and tests. Registered only where there is a test clock, so never in production. */
export const testClockRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { testClock }) => {
  if (!testClock) return;
  const shown = (now: number) => ({ now: new Date(now).toISOString(), today: businessDateOf(now) });

  app.get(
    '/v1/test-clock',
    { schema: { tags, summary: 'Business time / 业务时间', response: answers({ 200: testClockSchema }) } },
    async () => shown(await testClock.now()),
  );

  app.post(
    '/v1/test-clock/advance',
    {
      schema: {
        tags,
        summary: 'Move business time forward, due instant by due instant / 推进业务时间',
        body: advanceSchema,
        response: answers({ 200: testClockSchema }),
      },
    },
    async (request, reply) => {
      const { to } = request.body;
      const target = new Date(to.length === 10 ? `${to}T09:00:00+08:00` : to);
      if (target.getTime() < (await testClock.now())) return refuseWith(request, reply, 'clockCannotGoBack');
      if (target.getTime() > (await testClock.now()) + tenYears) return refuseWith(request, reply, 'clockTooFar');
      const { now } = await testClock.advance(target);
      return reply.send(shown(now.getTime()));
    },
  );
};
