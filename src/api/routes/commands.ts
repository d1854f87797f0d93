import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { commandParams, commandSchema } from '../../contracts/http/commands.ts';
import { readCommand } from '../../db/inbox/commands.ts';
import { inDivision } from '../../db/pool.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

/** Where a 202 sends the caller: what PostgreSQL knows of a command. One's own only. */
export const commandRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool }) => {
  app.get(
    '/v1/commands/:commandId',
    {
      schema: {
        tags: ['tasks'],
        summary: 'What became of my command / 办理结果',
        params: commandParams,
        response: answers({ 200: commandSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const command = await inDivision(pool, actor.division, (tx) => readCommand(tx, params.commandId));
      if (!command || command.actor !== actor.officer) return refuseWith(request, reply, 'notFound');
      const { commandId, receipt, refusal } = command;
      const status = receipt ? 'done' : refusal ? 'refused' : 'pending';
      return reply.send({
        commandId,
        status,
        receipt: receipt ? { ...receipt } : null,
        refusal: receipt ? null : (refusal ?? null),
      });
    },
  );
};
