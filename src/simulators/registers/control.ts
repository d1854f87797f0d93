import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { registerBatchSchema } from '../../contracts/registers.ts';
import { jsonOf } from '../bytes.ts';
import type { RegistersSimulator } from '../registers.ts';
import { registersModes } from './modes.ts';

const how = z.object({ mode: z.enum(registersModes).default('normal') });

/** The strings by which a demo or a test has the registers say something. */
export function controlRoutes(app: FastifyInstance, send: RegistersSimulator['send']): void {
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof z.ZodError ? 422 : 500)
      .send({ code: error instanceof z.ZodError ? 'invalid' : 'internal' }),
  );
  app.post('/_control/batches', async (request) => {
    const { mode } = how.parse(request.query);
    return send(registerBatchSchema.parse(jsonOf(request.body)), mode);
  });
}
