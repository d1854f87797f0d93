import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { filesDue } from '../../commands/filesDue.ts';
import { answers } from '../../contracts/http/answers.ts';
import { caseParams, commandHeaders } from '../../contracts/http/fields.ts';
import { dueFilesSchema, heldSchema, keepOnSchema } from '../../contracts/http/keeping.ts';
import { readInDivision } from '../../db/pool.ts';
import { type CaseId, parseCaseId } from '../../domain/case/ids.ts';
import { type HoldReason, holdReasonWords } from '../../domain/keeping/words.ts';
import type { ApiDeps } from '../deps.ts';
import { keepingDesk } from '../keepingDesk.ts';
import { type Language, languageOf } from '../language.ts';

const tags = ['keeping'];

function held(hold: { readonly reason: HoldReason; readonly until: string }, language: Language) {
  return { ...hold, sentence: holdReasonWords[hold.reason][language] };
}

/** 档案保管: which files are over and what keeps them, and that one is kept on. */
export const keepingRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const desk = keepingDesk(deps);

  app.get(
    '/v1/keeping',
    {
      schema: {
        tags,
        summary: 'Files whose time of keeping is over, and what keeps each all the same / 保存期满的档案',
        response: answers({ 200: dueFilesSchema }),
      },
    },
    async (request) => {
      const { division } = request.actor;
      const language = languageOf(request);
      const files = await readInDivision(deps.pool, division, (tx) => filesDue(tx, deps.policy, { limit: 500 }));
      const items = files.map(({ caseId, caseNumber, endedOn, until, heldUntil, heldFor, keptBy }) => ({
        caseId,
        caseNumber,
        endedOn: endedOn!,
        keepUntil: until,
        held: heldUntil && heldFor ? held({ reason: heldFor, until: heldUntil }, language) : null,
        keptBy: [...keptBy],
      }));
      return { items };
    },
  );

  app.post(
    '/v1/cases/:caseId/keeping',
    {
      schema: {
        tags,
        summary: 'Keep a file on, whatever its time; it comes off the list it is on / 延期保存',
        headers: commandHeaders,
        params: caseParams,
        body: keepOnSchema,
        response: answers({ 200: heldSchema }),
      },
    },
    async (request, reply) => {
      const caseId = parseCaseId(request.params.caseId) as CaseId;
      const { reason, until } = request.body;
      const done = await desk.order(request, caseId, { kind: 'keepOn', caseId, reason, until });
      return done.ok
        ? reply.send({ caseId, ...held({ reason, until }, languageOf(request)) })
        : desk.refused(request, reply, done.refusal);
    },
  );
};
