import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MessageReceipt, type MessageRequest, messageReceiptSchema } from '../../src/contracts/messages.ts';
import { verifySignature } from '../../src/contracts/signature.ts';
import { httpMessageGateway } from '../../src/gateways/messages.ts';
import type { GatewayFailure } from '../../src/gateways/signedExchange.ts';
import { type MessageGatewaySimulator, startMessageGateway } from '../../src/simulators/messages.ts';
import { eventually } from '../support/eventually.ts';

const secret = 'secret of the requests';
const callbackSecret = 'secret of the callbacks';
const message: MessageRequest = {
  messageId: 'message-1',
  to: '13900000001',
  text: '【示例街道】测某：请携带材料。',
  requestedAt: '2026-05-06T09:00:00+08:00',
};

/** Our side: keeps the receipts that came, and whether they were rightly signed. */
let ours: Server;
let came: { readonly said: MessageReceipt; readonly believed: boolean; readonly nonce: unknown }[];
let callbackUrl: string;
let gateway: MessageGatewaySimulator;
let failures: GatewayFailure[];

beforeAll(async () => {
  ours = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await incoming.toArray());
    const signed = verifySignature(
      { method: 'POST', path: incoming.url ?? '', body },
      incoming.headers,
      () => callbackSecret,
    );
    const said = messageReceiptSchema.parse(JSON.parse(body.toString()));
    came.push({ said, believed: signed.ok, nonce: incoming.headers['x-doudi-nonce'] });
    answer.writeHead(202).end();
  });
  await new Promise<void>((listening) => ours.listen(0, '127.0.0.1', listening));
  callbackUrl = `http://127.0.0.1:${(ours.address() as AddressInfo).port}/v1/callbacks/messages`;
});
afterAll(() => new Promise((closed) => ours.close(closed)));

beforeEach(async () => {
  [came, failures] = [[], []];
  gateway = await startMessageGateway({
    port: 0,
    secret,
    callbackUrl,
    callbackSecret,
    slowMs: 2_000,
    retry: { attempts: 4, firstMs: 1 },
  });
});
afterEach(() => gateway.stop());

const adapter = (of: { secret?: string; timeoutMs?: number; url?: string } = {}) =>
  httpMessageGateway({ url: gateway.url, secret, onFailure: (failure) => failures.push(failure), ...of });
const receipts = (n: number) => eventually(`${n} receipts`, () => came.length >= n && came);

describe('a message', () => {
  it('is sent once, however often its id is submitted, and each time answered as the first', async () => {
    const first = await adapter().submit(message);
    expect(first).toEqual({ ok: true, value: { gatewayMessageId: 'MG-1' } });
    expect(await adapter().submit(message)).toEqual(first);
    expect(gateway.book()).toEqual([{ messageId: 'message-1', to: '13900000001', text: message.text }]);
    expect(await adapter().submit({ ...message, text: 'another' })).toEqual({ ok: false, refusal: 'unavailable' });
    expect(failures).toEqual([{ cause: 'status', status: 409 }]);
  });

  it('is found under our id as soon as it is taken, and not before', async () => {
    const id = 'digest:0a1b';
    expect(await adapter().lookUp(id)).toEqual({ ok: false, refusal: 'unknown' });
    await adapter().submit({ ...message, messageId: id });
    expect(await adapter().lookUp(id)).toEqual({ ok: true, value: { gatewayMessageId: 'MG-1' } });
  });

  it.each([
    ['slow', 'timeout'],
    ['answerLost', 'status'],
  ] as const)('%s: whether it was taken is not known to us, and the look-up knows', async (mode, cause) => {
    gateway.behave(mode);
    expect(await adapter({ timeoutMs: 300 }).submit(message)).toEqual({ ok: false, refusal: 'unavailable' });
    expect(failures).toMatchObject([{ cause }]);
    expect(await adapter().lookUp(message.messageId)).toMatchObject({ ok: true });
    expect(gateway.book()).toHaveLength(1);
  });

  it('is refused for good by 422; by a wrong key or an error of theirs only for now', async () => {
    gateway.behave('refused');
    expect(await adapter().submit(message)).toEqual({ ok: false, refusal: 'refused' });
    gateway.behave('http500');
    expect(await adapter().submit(message)).toEqual({ ok: false, refusal: 'unavailable' });
    expect(await adapter().lookUp(message.messageId)).toEqual({ ok: false, refusal: 'unavailable' });
    gateway.behave('normal');
    const stranger = adapter({ secret: 'another secret' });
    expect(await stranger.submit(message)).toEqual({ ok: false, refusal: 'unavailable' });
    expect(await stranger.lookUp(message.messageId)).toEqual({ ok: false, refusal: 'unavailable' });
    expect(failures.map(({ status }) => status)).toEqual([500, 500, 401, 401]);
    expect(gateway.book()).toEqual([]);
    await gateway.stop();
    expect(await adapter().submit(message)).toEqual({ ok: false, refusal: 'unavailable' });
    expect(failures.at(-1)).toEqual({ cause: 'connection' });
  });
});

describe('its receipt', () => {
  it.each([
    ['normal', { status: 'delivered' }, 1],
    ['unknownNumber', { status: 'undeliverable', reason: 'unknownNumber' }, 0],
    ['switchedOff', { status: 'failed', reason: 'switchedOff' }, 0],
  ] as const)('%s', async (mode, said, sent) => {
    gateway.behave(mode);
    await adapter().submit(message);
    expect(await receipts(1)).toMatchObject([{ said: { messageId: 'message-1', ...said }, believed: true }]);
    expect(gateway.book()).toHaveLength(sent);
  });

  it('comes twice, signed afresh, or as the very same message, or with another’s signature', async () => {
    for (const mode of ['twice', 'replay', 'wrongSignature'] as const) {
      came = [];
      gateway.behave(mode);
      await adapter().submit({ ...message, messageId: mode });
      await receipts(mode === 'wrongSignature' ? 1 : 2);
      expect(new Set(came.map(({ said }) => said.receiptId)).size, mode).toBe(1);
      expect(new Set(came.map(({ nonce }) => nonce)).size, mode).toBe(mode === 'twice' ? 2 : 1);
      expect(came[0]?.believed, mode).toBe(mode !== 'wrongSignature');
    }
  });

  it('waits for its release where it is late, and never comes where the gateway is silent', async () => {
    gateway.behave('silent');
    await adapter().submit(message);
    gateway.behave('late');
    await adapter().submit({ ...message, messageId: 'message-2' });
    gateway.release();
    expect((await receipts(1)).map(({ said }) => said.messageId)).toEqual(['message-2']);
  });
});

it('is played from outside: how it behaves, what it sent, without whole numbers', async () => {
  const control = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}/_control/${path}`, init);
  await control('behaviour', { method: 'PUT', body: JSON.stringify({ mode: 'late' }) });
  await adapter().submit(message);
  expect(await (await control('book')).json()).toEqual([{ messageId: 'message-1', to: '*0001', text: message.text }]);
  expect((await control('release', { method: 'POST' })).status).toBe(204);
  await receipts(1);
  await eventually('noted', async () => ((await (await control('deliveries')).json()) as unknown[]).length === 1);
  expect((await control('behaviour', { method: 'PUT', body: JSON.stringify({ mode: 'nonsense' }) })).status).toBe(422);
});
