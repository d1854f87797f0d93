import { createServer, type RequestListener, request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/**
 * Stands in for docker-compose.yml's proxy: takes turns, and leaves out an API that cannot be reached.
 * @param tls with it, the door is reached over TLS as `localhost`, and says so to those behind it
 */
export async function openDoor(
  apis: () => readonly number[],
  tls?: { readonly cert: string; readonly key: string },
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let turn = 0;
  const passOn: RequestListener = async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const ports = apis();
    const first = turn++;
    const attempt = (nth: number): void => {
      const port = ports[(first + nth) % ports.length];
      const { method = 'GET', url: path = '/' } = incoming;
      const { host = '' } = incoming.headers;
      const headers = {
        ...incoming.headers,
        ...(tls ? { 'x-forwarded-proto': 'https', 'x-forwarded-host': host } : {}),
      };
      const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.once('error', (error: NodeJS.ErrnoException) => {
        // One that was not reached has heard nothing; what was sent on is sent again by its sender only.
        if (error.code === 'ECONNREFUSED' && nth + 1 < ports.length) attempt(nth + 1);
        else outgoing.writeHead(502).end();
      });
      onward.end(Buffer.concat(chunks));
    };
    attempt(0);
  };
  const server = tls ? createSecureServer(tls, passOn) : createServer(passOn);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
