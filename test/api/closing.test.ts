import { EventEmitter, once } from 'node:events';
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { closingPlugin } from '../../src/api/plugins/closing.ts';
import { eventually } from '../support/eventually.ts';

it('a server that is stopped while it answers does not wait for the client to hang up', async () => {
  const events = new EventEmitter();
  const asked = once(events, 'asked');
  const app = fastify({ forceCloseConnections: 'idle' });
  await app.register(closingPlugin);
  app.get('/slow', async () => {
    events.emit('asked');
    await once(events, 'answer');
    return 'done';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });

  const agent = new Agent({ keepAlive: true }); // as browsers and gateways do
  const { port } = app.server.address() as AddressInfo;
  const received = new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/slow', agent }, (response) => response.on('end', resolve).resume());
  });
  await asked;
  const closed = app.close();
  await eventually('the server takes no more connections', async () => !app.server.listening);
  events.emit('answer');
  await received;
  await closed; // without the plugin: after 72 s, by the keep-alive timeout
  const left = await promisify(app.server.getConnections).call(app.server);
  agent.destroy();
  expect(left).toBe(0);
});
