import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem, ProblemDetails } from '../contracts/http/problem.ts';
import { isProblemCode, type ProblemCode, problems } from '../contracts/problems.ts';
import { sayOfStep } from '../tracing/spans.ts';
import { languageOf } from './language.ts';

/**
 * Answers with a refusal as problem+json (RFC 9457), in the caller's language.
 * @example if (!task) return refuseWith(request, reply, 'notFound');
 */
export function refuseWith(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  details: ProblemDetails = {},
) {
  const language = languageOf(request);
  const { status, [language]: text } = problems[code];
  const problem: Problem = {
    type: `urn:doudi:problem:${code}`,
    title: text.title,
    status,
    code,
    ...details,
    remedy: text.remedy,
    requestId: request.id,
  };
  sayOfStep({ 'doudi.problem': code });
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  reply.code(status).header('content-language', language).type('application/problem+json; charset=utf-8');
  // Already a string: the schema of the route's good answer must not judge it.
  return reply.send(JSON.stringify(problem));
}

/** The same for a code that came from the case as text; one this build does not know is an error of ours. */
export function refuseWithCode(request: FastifyRequest, reply: FastifyReply, code: string) {
  return refuseWith(request, reply, isProblemCode(code) ? code : 'internal');
}
