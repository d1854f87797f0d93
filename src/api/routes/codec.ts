import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { Payload } from '@temporalio/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answers } from '../../contracts/http/answers.ts';
import { type Payloads, payloadsSchema } from '../../contracts/http/codec.ts';
import { UnsealError } from '../../gateways/crypto/keyRing.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';

/** What Temporal's UI may see a page of at once. */
const bodyLimit = 4 * 1024 * 1024;

/**
 * Opens sealed payloads for whoever looks into Temporal's UI with a token of theirs; each look is recorded as a reading.
 * It only opens: what Temporal is told comes from our own clients.
 *
 * @see https://docs.temporal.io/production-deployment/data-encryption
 */
export const codecRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { payloads: codec, temporalUiOrigin }) => {
  /** The UI's page, and no other, may read the answer. */
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'origin');
    if (temporalUiOrigin === undefined || request.headers.origin !== temporalUiOrigin) return;
    reply
      .header('access-control-allow-origin', temporalUiOrigin)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type, x-namespace, x-purpose')
      .header('access-control-max-age', '600');
  });
  app.options('/codec/decode', { schema: { hide: true } }, async (_request, reply) => reply.code(204).send());

  app.post(
    '/codec/decode',
    {
      bodyLimit,
      schema: {
        tags: ['service'],
        summary: 'Opens payloads for Temporal’s UI / 解密工作流数据',
        body: payloadsSchema,
        response: answers({ 200: payloadsSchema }),
      },
    },
    async (request, reply) => {
      const sealed = request.body.payloads.map(fromJson);
      const opened = await codec.decode(sealed).catch((error: unknown) => {
        if (error instanceof UnsealError) return undefined;
        throw error;
      });
      return opened ? reply.send({ payloads: opened.map(toJson) }) : refuseUnopened(request, reply);
    },
  );
};

function refuseUnopened(request: FastifyRequest, reply: FastifyReply) {
  const message =
    languageOf(request) === 'zh'
      ? '其中有内容无法解密：密钥未配置，或内容已被改动'
      : 'one of them cannot be opened: its key is not here, or it was changed';
  return refuseWith(request, reply, 'validation', { errors: [{ at: '/payloads', message }] });
}

type InJson = Payloads['payloads'][number];

const fromJson = ({ metadata = {}, data = '' }: InJson): Payload => ({
  metadata: mapped(metadata, (text) => Buffer.from(text, 'base64')),
  data: Buffer.from(data, 'base64'),
});

const toJson = ({ metadata, data }: Payload): InJson => ({
  metadata: mapped(metadata ?? {}, (bytes) => Buffer.from(bytes).toString('base64')),
  data: Buffer.from(data ?? []).toString('base64'),
});

const mapped = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
