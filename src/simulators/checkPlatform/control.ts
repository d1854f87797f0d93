import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { checkSources } from '../../contracts/checkPlatform.ts';
import { jsonOf } from '../bytes.ts';
import type { CheckPlatformSimulator } from '../checkPlatform.ts';
import { checkPlatformModes } from './modes.ts';
import type { Registry } from './registry.ts';

const person = z.object({ person: z.string().min(1) });
const behaviour = z.object({ mode: z.enum(checkPlatformModes) });
const sourceNamed = z.object({ source: z.enum(checkSources) });
const sourceStatus = z.object({ status: z.enum(['ok', 'unavailable']) });
const which = z.object({ requestId: z.string() });

/** The strings by which a demo or a test plays the platform from outside. Names and ID numbers never come out. */
export function controlRoutes(
  app: FastifyInstance,
  platform: Omit<CheckPlatformSimulator, 'url'>,
  registers: Registry,
): void {
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof z.ZodError ? 422 : 500)
      .send({ code: error instanceof z.ZodError ? 'invalid' : 'internal' }),
  );
  app.put('/_control/records/:person', async (request, reply) => {
    registers.declare(person.parse(request.params).person, jsonOf(request.body));
    return reply.code(204).send();
  });
  app.delete('/_control/records/:person', async (request, reply) => {
    registers.forget(person.parse(request.params).person);
    return reply.code(204).send();
  });
  app.put('/_control/behaviour', async (request, reply) => {
    platform.behave(behaviour.parse(jsonOf(request.body)).mode);
    return reply.code(204).send();
  });
  app.put('/_control/sources/:source', async (request, reply) => {
    platform.setSource(sourceNamed.parse(request.params).source, sourceStatus.parse(jsonOf(request.body)).status);
    return reply.code(204).send();
  });
  app.post('/_control/resend', async (request, reply) =>
    reply.code(platform.resend(which.parse(jsonOf(request.body)).requestId) ? 204 : 404).send(),
  );
  app.post('/_control/release', async (_request, reply) => {
    platform.release();
    return reply.code(204).send();
  });
  app.get('/_control/requests', async () =>
    platform.requests().map(({ request, platformRequestId, mode }) => ({
      requestId: request.requestId,
      platformRequestId,
      mode,
      members: request.members.length,
    })),
  );
  app.get('/_control/deliveries', async () => platform.deliveries());
}
