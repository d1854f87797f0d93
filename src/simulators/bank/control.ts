import Fastify from 'fastify';
import { z } from 'zod';
import type { BankSimulator } from '../bank.ts';
import { readBankBook } from './book.ts';
import { bankModes } from './modes.ts';

const behaviour = z.object({ mode: z.enum(bankModes) });
const account = z.object({ accountNo: z.string().min(1) });
const refusal = z.object({
  reasonCode: z
    .string()
    .regex(/^[A-Z0-9]{4}$/)
    .default('AC04'),
});

/** The strings by which a demo plays the bank from outside. */
export async function startBankControl(
  bank: Omit<BankSimulator, 'url' | 'stop'>,
  dir: string,
  port: number,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof z.ZodError ? 422 : 500)
      .send({ code: error instanceof z.ZodError ? 'invalid' : 'internal' }),
  );
  app.put('/_control/behaviour', async (request, reply) => {
    bank.behave(behaviour.parse(request.body).mode);
    return reply.code(204).send();
  });
  app.put('/_control/accounts/:accountNo', async (request, reply) => {
    bank.refuseAccount(account.parse(request.params).accountNo, refusal.parse(request.body ?? {}).reasonCode);
    return reply.code(204).send();
  });
  app.delete('/_control/accounts/:accountNo', async (request, reply) => {
    bank.reopenAccount(account.parse(request.params).accountNo);
    return reply.code(204).send();
  });
  app.post('/_control/release', async (_request, reply) => {
    await bank.release();
    return reply.code(204).send();
  });
  app.get('/_control/book', () => readBankBook(dir));
  const url = await app.listen({ host: '127.0.0.1', port });
  return { url, stop: () => app.close() };
}
