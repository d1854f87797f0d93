import type { FastifyRequest } from 'fastify';
import { canonical } from '../db/case/journal.ts';
import type { Cipher } from '../db/sealed.ts';

/** The command's key. That it is there and fit, the route's schema has seen (`commandHeaders`). */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  return String(headers['idempotency-key']);
}

/** What a key stands for: the route, its object and the body. Keyed, as a plain hash of an ID number can be guessed. */
export function bodyHashOf(cipher: Cipher, command: string, body: unknown): string {
  return cipher.keyedHash(canonical([command, body]));
}
