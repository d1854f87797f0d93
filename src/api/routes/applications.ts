import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { applicationReceiptSchema, applicationSchema } from '../../contracts/http/applications.ts';
import { commandHeaders } from '../../contracts/http/fields.ts';
import type { HandedIn } from '../../domain/application.ts';
import type { ApiDeps } from '../deps.ts';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency.ts';
import { refuseWith } from '../problem.ts';
import { startCase, submitApplication } from '../submitApplication.ts';

export const applicationRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  app.post(
    '/v1/applications',
    {
      schema: {
        tags: ['applications'],
        summary: 'Hand in an application / 提交申请',
        headers: commandHeaders,
        body: applicationSchema,
        response: answers({ 201: applicationReceiptSchema }),
      },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const key = idempotencyKeyOf(request);
      const bodyHash = bodyHashOf(deps.cipher, 'apply', body);
      const submitted = await submitApplication(deps, { actor, key, bodyHash, handedIn: body as unknown as HandedIn });
      if (!submitted.ok) {
        const { code, ...details } = submitted.refusal;
        return refuseWith(request, reply, code, details);
      }
      const { isNew, ...receipt } = submitted.value;
      if (isNew && (await startCase(deps, receipt.caseId, body.programme)) === 'later') {
        request.log.warn({ caseId: receipt.caseId }, 'the case is started by the relay');
      }
      reply.header('location', `/v1/cases/${receipt.caseId}`);
      return reply.code(201).send(receipt);
    },
  );
};
