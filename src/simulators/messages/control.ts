import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { jsonOf } from '../bytes.ts';
import type { MessageGatewaySimulator } from '../messages.ts';
import { messageGatewayModes } from './modes.ts';

const behaviour = z.object({ mode: z.enum(messageGatewayModes) });

/** The strings by which a demo or a test plays the gateway from outside. Whole numbers never come out. */
export function controlRoutes(app: FastifyInstance, gateway: Omit<MessageGatewaySimulator, 'url'>): void {
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof z.ZodError ? 422 : 500)
      .send({ code: error instanceof z.ZodError ? 'invalid' : 'internal' }),
  );
  app.put('/_control/behaviour', async (request, reply) => {
    gateway.behave(behaviour.parse(jsonOf(request.body)).mode);
    return reply.code(204).send();
  });
  app.post('/_control/release', async (_request, reply) => {
    gateway.release();
    return reply.code(204).send();
  });
  app.get('/_control/book', async () => gateway.book().map((sent) => ({ ...sent, to: `*${sent.to.slice(-4)}` })));
  app.get('/_control/deliveries', async () => gateway.deliveries());
}
