import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * Stands in for docker-compose.yml's temporal-jwks: the same answers under the same certificate.
 * @param people where the identity provider has its keys; without it, as while it is away, nobody is believed on its word
 */
export async function openJwks(
  secrets: string,
  people: () => string | undefined,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const text = (name: string) => readFileSync(join(secrets, name), 'utf8');
  const nobody = '{"keys":[]}';
  const keysOfPeople = async () => {
    const url = people();
    return url === undefined ? nobody : (await fetch(url)).text();
  };
  const answers = {
    '/processes': async () => text('temporal_jwks'),
    '/people': () => keysOfPeople().catch(() => nobody),
  };
  const server = createServer(
    { cert: text('temporal_jwks_certificate'), key: text('temporal_jwks_key') },
    async ({ url }, response) => {
      const answer = url === '/processes' || url === '/people' ? await answers[url]() : undefined;
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(answer);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
