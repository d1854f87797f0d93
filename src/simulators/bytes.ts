import type { FastifyInstance } from 'fastify';

/** Signatures are over bytes, so bytes are what the routes get. */
export function bytesAsBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

export function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(body as Uint8Array).toString('utf8'));
  } catch {
    return undefined;
  }
}
