import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Stands in for docker-compose.yml's temporal-jwks: the same answers under the same certificate. Nobody signs in here. */
export async function openJwks(secrets: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const text = (name: string) => readFileSync(join(secrets, name), 'utf8');
  const answers: Readonly<Record<string, string>> = { '/processes': text('temporal_jwks'), '/people': '{"keys":[]}' };
  const server = createServer(
    { cert: text('temporal_jwks_certificate'), key: text('temporal_jwks_key') },
    ({ url = '' }, response) => {
      const answer = answers[url];
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
