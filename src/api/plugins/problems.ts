import { hasZodFastifySchemaValidationErrors } from '@fastify/type-provider-zod';
import type { FastifyError } from 'fastify';
import fp from 'fastify-plugin';
import type { ProblemCode } from '../../contracts/problems.ts';
import { isAfterDestruction } from '../../db/keeping/destruction.ts';
import { isAway } from '../../db/pool.ts';
import { framesOf } from '../../gateways/errorFrames.ts';
import { IssuerAway } from '../auth/issuerKeys.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';
import { describeFaults } from '../validation.ts';

/** Errors of Fastify and its plugins that are the caller's; by status where they have no code of their own. */
const byStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'validation',
  403: 'notFound', // a way out of the directory of files that are given out
  404: 'notFound',
  413: 'payloadTooLarge',
  415: 'unsupportedMediaType',
  429: 'rateLimited',
  503: 'notReady',
};

/** Where Fastify keeps the part of a request that it had judged. */
const partOf: Readonly<Record<string, 'body' | 'query' | 'params' | 'headers'>> = {
  body: 'body',
  querystring: 'query',
  params: 'params',
  headers: 'headers',
};

/** What Fastify says of a body it cannot read; one with a key such as __proto__ is refused as a syntax error. */
const notJson = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

/** What the system says when a file finds no room. A database that is full says it in codes of its own. */
const noRoom = new Set(['ENOSPC', 'EDQUOT']);

/** The one place where an error becomes an answer. What a database or a library says of it goes nowhere: it may quote a row. */
export const problemsPlugin = fp(async (app) => {
  app.setNotFoundHandler((request, reply) => refuseWith(request, reply, 'notFound'));

  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const sent = request[partOf[error.validationContext ?? ''] ?? 'body'];
      const errors = describeFaults(error.validation, sent, languageOf(request));
      if (errors.some(({ at }) => at === '/idempotency-key'))
        return refuseWith(request, reply, 'idempotencyKeyMissing');
      return refuseWith(request, reply, 'validation', { errors });
    }
    // The route saw the file before it was destroyed; or it is none that looks: what an outside system brings is refused here.
    if (isAfterDestruction(error)) return refuseWith(request, reply, 'caseDestroyed');
    const code = error.code ?? (error.cause as { code?: string } | undefined)?.code ?? '';
    if (isAway({ code, message: error.message }) || error instanceof IssuerAway) {
      request.log.warn({ code }, 'something this request needs is away');
      return refuseWith(request, reply.header('retry-after', '2'), 'notReady');
    }
    if (noRoom.has(code)) {
      request.log.error({ code }, 'the disk for attachments is full');
      return refuseWith(request, reply, 'storageFull');
    }
    // Class 22: what was sent fits no column (a zero byte, a cursor made up). The sender's fault, whatever it was.
    if (/^22[0-9A-Z]{3}$/.test(code)) return refuseWith(request, reply, 'validation');
    if (notJson.has(code)) {
      const message = languageOf(request) === 'zh' ? '内容为空或不是有效的 JSON' : 'is empty or not valid JSON';
      return refuseWith(request, reply, 'validation', { errors: [{ at: '/', message }] });
    }
    const known = error.statusCode === undefined ? undefined : byStatus[error.statusCode];
    if (known) return refuseWith(request, reply, known);
    request.log.error({ error: error.name, code, stack: framesOf(error) }, 'a request failed');
    return refuseWith(request, reply, 'internal');
  });
});
