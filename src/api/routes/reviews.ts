import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { commandHeaders } from '../../contracts/http/fields.ts';
import {
  reviewBatchAnswerSchema,
  reviewBatchSchema,
  reviewsQuery,
  reviewsSchema,
} from '../../contracts/http/reviews.ts';
import { inDivision } from '../../db/pool.ts';
import { readReviews } from '../../db/queries/reviews.ts';
import type { ApiDeps } from '../deps.ts';
import { idempotencyKeyOf } from '../idempotency.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';
import { decideBatch } from '../reviewBatch.ts';

const tags = ['reviews'];

/** Reviews of families in benefit: what a supervisor sees of them, and an investigator's batch of unchanged ones. */
export const reviewRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  app.get(
    '/v1/reviews',
    {
      schema: {
        tags,
        summary: 'Reviews by township, and down to the family / 定期核查督办',
        querystring: reviewsQuery,
        response: answers({ 200: reviewsSchema }),
      },
    },
    ({ actor, query }) => inDivision(deps.pool, actor.division, (tx) => readReviews(tx, query)),
  );

  app.post(
    '/v1/reviews/batch',
    {
      bodyLimit: 1024 * 1024, // fifty findings at their longest are more than other requests may bring
      schema: {
        tags,
        summary: 'Families found unchanged, each with its own finding / 批量核查',
        headers: commandHeaders,
        body: reviewBatchSchema,
        response: answers({ 200: reviewBatchAnswerSchema }),
      },
    },
    async (request, reply) => {
      const { actor, body: batch } = request;
      const key = idempotencyKeyOf(request);
      const decided = await decideBatch(deps, { actor, key, batch, language: languageOf(request) });
      return decided.ok ? reply.send({ items: decided.value }) : refuseWith(request, reply, decided.refusal);
    },
  );
};
