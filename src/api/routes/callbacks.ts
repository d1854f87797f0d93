import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FactMessage } from '../../../workflows/messages.ts';
import type { BatchTaken } from '../../commands/takeRegisterBatch.ts';
import {
  checkCallbackKeyId,
  checkCallbackPath,
  checkReportSchema,
  maxCheckReportBytes,
} from '../../contracts/checkPlatform.ts';
import { answers } from '../../contracts/http/answers.ts';
import {
  maxMessageReceiptBytes,
  messageCallbackKeyId,
  messageCallbackPath,
  messageReceiptSchema,
} from '../../contracts/messages.ts';
import { nestedTooDeep } from '../../contracts/nesting.ts';
import {
  maxRegisterBatchBytes,
  refusedRowSchema,
  registerBatchSchema,
  registerCallbackPath,
  registerKeyId,
} from '../../contracts/registers.ts';
import { type SigningKey, signatureHeaders, verifySignature } from '../../contracts/signature.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { takeReport } from '../checkReport.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { takeReceipt } from '../messageReceipt.ts';
import { refuseWith } from '../problem.ts';
import { takeBatch } from '../registerBatch.ts';
import { describeIssues } from '../validation.ts';

const taken = z.object({ status: z.enum(['taken', 'alreadyKnown']) });
/** Never how many rows matched: that would tell who is helped. */
const batchTaken = taken.extend({ refused: z.array(refusedRowSchema) });
const response = answers({ 200: taken, 202: taken });
const signed = 'HMAC-signed, see src/contracts/signature.ts';
const headers = Object.values(signatureHeaders);
const described = (form: z.ZodType) => ({ described: { body: { type: 'application/json', form }, headers } });

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
      config: described(checkReportSchema),
      schema: { tags: ['callbacks'], security: [], summary: `A check report; ${signed} / 核对报告回传`, response },
    },
    async (request, reply) => {
      const believed = believe(
        request,
        reply,
        { keyId: checkCallbackKeyId, secret: deps.callbackSecret },
        checkReportSchema,
      );
      if (!believed) return reply;
      const taking = await takeReport(deps, believed.said, believed.replayKey);
      if (taking.kind === 'known') return reply.code(200).send({ status: 'alreadyKnown' });
      if (taking.kind !== 'stored') return refuseWith(request, reply, taking.kind);
      const { caseId, factId, key } = taking;
      await tell(request, caseId, { factId, name: 'checkReport', key });
      return reply.code(202).send({ status: 'taken' });
    },
  );

  app.post(
    messageCallbackPath,
    {
      bodyLimit: maxMessageReceiptBytes,
      config: described(messageReceiptSchema),
      schema: { tags: ['callbacks'], security: [], summary: `A delivery receipt; ${signed} / 短信回执`, response },
    },
    async (request, reply) => {
      const key = { keyId: messageCallbackKeyId, secret: deps.messageCallbackSecret };
      const believed = believe(request, reply, key, messageReceiptSchema);
      if (!believed) return reply;
      const taking = await takeReceipt(deps, believed.said, believed.replayKey);
      if (typeof taking === 'string') return refuseWith(request, reply, taking);
      if (taking.toTell) await tell(request, taking.toTell.caseId, taking.toTell.fact);
      return taking.isNew
        ? reply.code(202).send({ status: 'taken' })
        : reply.code(200).send({ status: 'alreadyKnown' });
    },
  );

  app.post(
    registerCallbackPath,
    {
      bodyLimit: maxRegisterBatchBytes,
      config: described(registerBatchSchema),
      schema: {
        tags: ['callbacks'],
        security: [],
        summary: `A batch of other authorities’ registers; ${signed} / 数据比对批次`,
        response: answers({ 200: batchTaken, 202: batchTaken }),
      },
    },
    async (request, reply) => {
      const believed = believe(
        request,
        reply,
        { keyId: registerKeyId, secret: deps.registerSecret },
        registerBatchSchema,
      );
      if (!believed) return reply;
      const taking = await takeBatch(deps, believed.said, believed.replayKey);
      if (typeof taking === 'string') return refuseWith(request, reply, taking);
      const { isNew, refused, toTell } = taking;
      void tellAll(request, toTell); // the register need not wait for it
      return isNew
        ? reply.code(202).send({ status: 'taken', refused: [...refused] })
        : reply.code(200).send({ status: 'alreadyKnown', refused: [...refused] });
    },
  );

  async function tellAll(request: FastifyRequest, all: BatchTaken['toTell']): Promise<void> {
    for (const { caseId, fact } of all) await tell(request, caseId, fact);
  }

  /** The fact is stored; where the case cannot be told now, the relay tells it. */
  async function tell(request: FastifyRequest, caseId: CaseId, fact: FactMessage): Promise<void> {
    await deps.cases.tell(caseId, fact).catch(() => request.log.warn({ caseId }, 'the case is told by the relay'));
  }
};

/** What was said, where it is signed by the one who may say it and has the right form; otherwise it is answered already. */
function believe<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { keyId, secret }: SigningKey,
  form: z.ZodType<T>,
): { readonly said: T; readonly replayKey: string } | undefined {
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  const secretOf = (id: string) => (id === keyId ? secret : undefined);
  const signature = verifySignature({ method: 'POST', path: request.url, body }, request.headers, secretOf);
  if (!signature.ok) {
    request.log.warn({ why: signature.refusal }, 'a callback was refused by its signature');
    refuseWith(request, reply, 'signatureInvalid');
    return undefined;
  }
  const sent = parsed(body);
  const said = form.safeParse(sent);
  if (!said.success) {
    refuseWith(request, reply, 'validation', { errors: describeIssues(said.error.issues, sent, languageOf(request)) });
    return undefined;
  }
  return { said: said.data, replayKey: signature.value.replayKey };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    const text = Buffer.from(bytes).toString('utf8');
    return nestedTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
