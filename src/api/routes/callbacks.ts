import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { z } from 'zod';
import {
  checkCallbackKeyId,
  checkCallbackPath,
  checkReportSchema,
  maxCheckReportBytes,
} from '../../contracts/checkPlatform.ts';
import { answers } from '../../contracts/http/answers.ts';
import { verifySignature } from '../../contracts/signature.ts';
import { takeReport } from '../checkReport.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';
import { describeIssues } from '../validation.ts';

const taken = z.object({ status: z.enum(['taken', 'alreadyKnown']) });

/** What outside systems say. Signed over the very bytes, so the body is read as bytes and parsed only when believed. */
export const callbackRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: maxCheckReportBytes },
    (_request, body, done) => done(null, body),
  );

  app.post(
    checkCallbackPath,
    {
      bodyLimit: maxCheckReportBytes,
      schema: {
        tags: ['callbacks'],
        security: [],
        summary: 'A check report; HMAC-signed, see src/contracts/signature.ts / 核对报告回传',
        response: answers({ 200: taken, 202: taken }),
      },
    },
    async (request, reply) => {
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const secretOf = (keyId: string) => (keyId === checkCallbackKeyId ? deps.callbackSecret : undefined);
      const signature = verifySignature({ method: 'POST', path: request.url, body: bytes }, request.headers, secretOf);
      if (!signature.ok) {
        request.log.warn({ why: signature.refusal }, 'a callback was refused by its signature');
        return refuseWith(request, reply, 'signatureInvalid');
      }
      const report = checkReportSchema.safeParse(parsed(bytes));
      if (!report.success)
        return refuseWith(request, reply, 'validation', {
          errors: describeIssues(report.error.issues, languageOf(request)),
        });

      const taking = await takeReport(deps, report.data, signature.value.replayKey);
      if (taking.kind === 'known') return reply.code(200).send({ status: 'alreadyKnown' });
      if (taking.kind !== 'stored') return refuseWith(request, reply, taking.kind);
      const { caseId, factId, key } = taking;
      // The fact is stored; where the case cannot be told now, the relay tells it.
      await deps.cases
        .tell(caseId, { factId, name: 'checkReport', key })
        .catch(() => request.log.warn({ caseId }, 'the case is told by the relay'));
      return reply.code(202).send({ status: 'taken' });
    },
  );
};

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
