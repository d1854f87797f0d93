import type { FastifyRequest } from 'fastify';
import { canonical } from '../db/case/journal.ts';
import type { Cipher } from '../db/sealed.ts';

/** The command's key, or undefined where the header is missing or unfit: 8 to 128 visible characters. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  return typeof key === 'string' && /^[\x21-\x7e]{8,128}$/.test(key) ? key : undefined;
}

/** What a key stands for: the route, its object and the body. Keyed, as a plain hash of an ID number can be guessed. */
export function bodyHashOf(cipher: Cipher, command: string, body: unknown): string {
  return cipher.keyedHash(canonical([command, body]));
}
