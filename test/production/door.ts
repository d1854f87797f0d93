import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for docker-compose.yml's proxy: takes turns, and leaves out an API that cannot be reached. */
export async function openDoor(
  apis: () => readonly number[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let turn = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const ports = apis();
    const first = turn++;
    const attempt = (nth: number): void => {
      const port = ports[(first + nth) % ports.length];
      const { method = 'GET', url: path = '/', headers } = incoming;
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
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
