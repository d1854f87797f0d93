import Fastify from 'fastify';
import { publishedKeys } from '../../support/api.ts';

/** Where the API's processes look up the keys of the tests' tokens, as of any identity provider. */
export async function startIssuer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true });
  app.get('/keys', async () => publishedKeys);
  app.get('/.well-known/openid-configuration', async () => ({ issuer: url, jwks_uri: `${url}/keys` }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, stop: () => app.close() };
}
