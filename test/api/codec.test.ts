import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payloadCodec } from '../../src/gateways/crypto/payloadCodec.ts';
import { accounts, openWindow, uiOrigin, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { testKeys } from '../support/worker.ts';

let county: County;
let window: Window;
beforeAll(async () => {
  county = await startCounty({ worker: false });
  window = await openWindow(county);
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const plain = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"stage":"survey"}') };
const inJson = ({
  metadata = {},
  data,
}: {
  metadata?: Record<string, Uint8Array> | null;
  data?: Uint8Array | null;
}) => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  ),
  data: Buffer.from(data ?? []).toString('base64'),
});
const sealed = async (keys = [...testKeys] as { id: string; key: Buffer }[]) =>
  inJson((await payloadCodec(keys).encode([plain]))[0]!);

const fromUi = { origin: uiOrigin, 'x-namespace': 'default' };

describe('Temporal’s UI, asking for what it shows', () => {
  it('is given it where an administrator or an auditor looks, and the look is recorded', async () => {
    const payloads = [await sealed(), inJson(plain)];
    const answer = await window.post(accounts.administrator, '/codec/decode', { payloads }, fromUi);
    expect([answer.statusCode, answer.json()]).toEqual([200, { payloads: [inJson(plain), inJson(plain)] }]);
    expect(answer.headers['access-control-allow-origin']).toBe(uiOrigin);
    expect((await window.get(accounts.auditor, '/v1/readings')).json().items).toMatchObject([
      { ...accounts.administrator, route: 'POST /codec/decode', caseId: null, purpose: 'operation', stated: false },
    ]);
  });

  it('is refused without a token, and to whoever works on cases', async () => {
    const payloads = [await sealed()];
    const url = '/codec/decode';
    expect((await window.app.inject({ method: 'POST', url, payload: { payloads } })).statusCode).toBe(401);
    for (const account of [accounts.clerk, accounts.officer, accounts.leader, accounts.finance])
      expect((await window.post(account, url, { payloads })).statusCode).toBe(403);
  });

  it('is asked by no other page: the browser is told nothing that would let one read the answer', async () => {
    const ask = (origin: string) =>
      window.app.inject({
        method: 'OPTIONS',
        url: '/codec/decode',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const [own, other] = [await ask(uiOrigin), await ask('https://elsewhere.test')];
    expect([own.statusCode, own.headers['access-control-allow-origin']]).toEqual([204, uiOrigin]);
    expect(own.headers['access-control-allow-credentials']).toBeUndefined();
    expect(Object.keys(other.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    const me = await window.as(accounts.clerk, { url: '/v1/me', headers: { origin: uiOrigin } });
    expect(me.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('what a key that is not here has sealed, or what was altered, is refused and not an error of ours', async () => {
    const foreign = await sealed([{ id: 'elsewhere', key: Buffer.alloc(32, 3) }]);
    const bent = { ...(await sealed()), data: Buffer.alloc(60).toString('base64') };
    for (const payload of [foreign, bent]) {
      const answer = await window.post(accounts.administrator, '/codec/decode', { payloads: [payload] });
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation']);
    }
  });
});
