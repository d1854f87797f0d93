import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tokenVerifier } from '../../src/api/auth/token.ts';
import type { ApiOptions } from '../../src/api/deps.ts';
import { accounts, audience, issuer, openWindow, publishedKeys, tokenOf, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty({ worker: false });
});
afterAll(() => county?.stop());

/** A window at a clock of its own, which counts how often a signature was looked at. */
async function open(options: Partial<ApiOptions> = {}) {
  const published = createLocalJWKSet(publishedKeys);
  const state = { now: Date.now(), looked: 0 };
  const keys: JWTVerifyGetKey = (...asked) => {
    state.looked++;
    return published(...asked);
  };
  const verifyToken = tokenVerifier({ keys, issuer, audience, now: () => state.now });
  const window = await openWindow(county, { verifyToken }, { refusedTokensPerMinute: 3, ...options });
  return { state, window };
}

/** Who comes from where with what. */
const comes = ({ app }: Window, remoteAddress: string, token?: string, headers: Record<string, string> = {}) =>
  app.inject({
    url: '/v1/me',
    remoteAddress,
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });

const office = '10.1.2.3';
const nobody = (nth: number) => tokenOf(accounts.clerk, { iss: `https://elsewhere.test/${nth}` });
async function flood(window: Window, times: number, headers: Record<string, string> = {}) {
  const codes = [];
  for (let nth = 0; nth < times; nth++)
    codes.push((await comes(window, office, await nobody(nth), headers)).statusCode);
  return codes;
}

it('an address that floods the door with bad tokens is no longer listened to, and costs no signature', async () => {
  const { state, window } = await open();
  expect(await flood(window, 6)).toEqual([401, 401, 401, 429, 429, 429]);
  expect(state.looked).toBe(3);
  const waits = await comes(window, office, await nobody(7));
  expect(waits.json().code).toBe('rateLimited');
  expect(Number(waits.headers['retry-after'])).toBeGreaterThan(0);
  expect((await comes(window, office)).statusCode).toBe(401); // without a token there is nothing to look at
  await window.close();
});

it('whoever worked at that address before goes on, also when the token is looked at anew', async () => {
  const { state, window } = await open();
  const good = await tokenOf(accounts.clerk, {}, Math.floor(state.now / 1_000) + 600);
  expect((await comes(window, office, good)).statusCode).toBe(200);
  await flood(window, 6);
  for (const later of [0, 61_000, 61_000]) {
    state.now += later;
    expect((await comes(window, office, good)).statusCode).toBe(200);
  }
  // Who signs in just now waits for the minute to end; at any other address nobody does.
  const fresh = await tokenOf(accounts.officer);
  expect((await comes(window, office, fresh)).statusCode).toBe(429);
  expect((await comes(window, '10.1.2.4', fresh)).statusCode).toBe(200);
  await window.close();
});

it('a token that was good and is not any more is a stranger’s', async () => {
  const { state, window } = await open();
  const good = await tokenOf(accounts.clerk, {}, Math.floor(state.now / 1_000) + 600);
  await comes(window, office, good);
  state.now += 700_000;
  expect((await comes(window, office, good)).statusCode).toBe(401);
  await flood(window, 2);
  expect((await comes(window, office, good)).statusCode).toBe(429);
  await window.close();
});

it('what a sender says of its address is believed of the gateway alone', async () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const open1 = await open();
  expect(await flood(open1.window, 3, from('10.9.9.1'))).toEqual([401, 401, 401]);
  expect((await comes(open1.window, office, await nobody(4), from('10.9.9.2'))).statusCode).toBe(429);
  await open1.window.close();

  const behind = await open({ trustedProxies: [office] });
  expect(await flood(behind.window, 4, from('10.9.9.1'))).toEqual([401, 401, 401, 429]);
  expect((await comes(behind.window, office, await nobody(5), from('10.9.9.2'))).statusCode).toBe(401);
  await behind.window.close();
});
