import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { settle } from '../../commands/decideTask.ts';
import { confirmingFor } from '../../commands/lawOfTheDay.ts';
import { answers } from '../../contracts/http/answers.ts';
import { commandSchema } from '../../contracts/http/commands.ts';
import { commandHeaders, pageOf } from '../../contracts/http/fields.ts';
import { anyDecisionSchema, decidedSchema, taskParams, taskSchema, worklistQuery } from '../../contracts/http/tasks.ts';
import { readTip } from '../../db/case/journal.ts';
import { inDivision, readInDivision } from '../../db/pool.ts';
import { caseLine } from '../../db/queries/cases.ts';
import { claimTask, readTask, readWorklist, task } from '../../db/queries/worklist.ts';
import { about, ask } from '../../db/questions.ts';
import { parseCaseId } from '../../domain/case/ids.ts';
import { isOfConcern } from '../auth/actor.ts';
import { enter } from '../decision.ts';
import type { ApiDeps } from '../deps.ts';
import { idempotencyKeyOf } from '../idempotency.ts';
import { languageOf } from '../language.ts';
import { refuseWith, refuseWithCode } from '../problem.ts';

const tags = ['tasks'];

export const taskRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { pool } = deps;

  app.get(
    '/v1/tasks',
    {
      schema: {
        tags,
        summary: 'My worklist, due first / 待办列表',
        querystring: worklistQuery,
        response: answers({ 200: pageOf(taskSchema) }),
      },
    },
    async ({ actor, query }) => {
      const { standing, ...wish } = query;
      const confirms = actor.roles.includes('county_officer');
      return readInDivision(pool, actor.division, async (tx) =>
        readWorklist(tx, {
          ...wish,
          roles: actor.roles,
          department: actor.department,
          division: actor.division,
          withStanding: standing === 'true',
          confirmingFor: confirms ? await confirmingFor(tx, deps.policy, actor.division) : [],
        }),
      );
    },
  );

  app.get(
    '/v1/tasks/:taskId',
    {
      schema: {
        tags,
        summary: 'One task; its ETag is its version / 待办详情',
        params: taskParams,
        response: answers({ 200: taskSchema }),
      },
    },
    async (request, reply) => {
      const { actor } = request;
      const task = await readInDivision(pool, actor.division, (tx) => readTask(tx, request.params.taskId));
      if (!task || !isOfConcern(actor, task.about)) return refuseWith(request, reply, 'notFound');
      return reply.header('etag', `"${task.version}"`).send(task);
    },
  );

  app.post(
    '/v1/tasks/:taskId/claim',
    {
      schema: {
        tags,
        summary: 'Say that I am working on it / 认领',
        params: taskParams,
        response: answers({ 200: taskSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const { refusal, task } = await inDivision(pool, actor.division, async (tx) => {
        const seen = await readTask(tx, params.taskId);
        if (!seen || !isOfConcern(actor, seen.about)) return { refusal: 'notFound' as const };
        if (seen.status !== 'open') return { refusal: 'taskNotOpen' as const };
        if (!actor.roles.includes(seen.role)) return { refusal: 'wrongRole' as const };
        if (actor.division !== seen.division) return { refusal: 'wrongDivision' as const };
        const { state } = await readTip(tx, parseCaseId(seen.caseId)!);
        if (state.relatives.includes(actor.officer)) return { refusal: 'officerIsRelative' as const };
        if ((await claimTask(tx, seen.taskId, actor.officer)) !== actor.officer)
          return { refusal: 'claimedByOther' as const };
        return { task: await readTask(tx, seen.taskId) };
      });
      return task ? task : refuseWith(request, reply, refusal ?? 'notFound');
    },
  );

  app.post(
    '/v1/tasks/:taskId/decision',
    {
      schema: {
        tags,
        summary: 'Decide a task / 办理',
        headers: commandHeaders,
        params: taskParams,
        body: anyDecisionSchema,
        response: answers({ 200: decidedSchema, 202: commandSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params, body } = request;
      const key = idempotencyKeyOf(request);
      const language = languageOf(request);
      const entered = await enter(deps, { actor, key, taskId: params.taskId, body, language });
      if (entered.kind === 'unfit') return refuseWith(request, reply, entered.code, entered.details);
      const decided = await settle(deps, entered);
      switch (decided.kind) {
        case 'receipt':
          return readInDivision(pool, actor.division, async (tx) => {
            const now = await ask(tx, 'decided task', {
              task: about(params.taskId, task),
              line: about(entered.case.caseId, caseLine),
            });
            // A file that moved to another township is not to be seen from here any more: it is shown as it was.
            return { receipt: decided.receipt, task: now.task ?? entered.task, case: now.line ?? entered.case };
          });
        case 'refused':
          return refuseWithCode(request, reply, decided.code);
        case 'pending':
          reply.code(202).header('location', `/v1/commands/${decided.commandId}`).header('retry-after', '2');
          return reply.send({ commandId: decided.commandId, status: 'pending', receipt: null, refusal: null });
      }
    },
  );
};
