import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { expect, it } from 'vitest';
import { tokenVerifier } from '../../src/api/auth/token.ts';
import { accounts, audience, issuer, publishedKeys, tokenOf } from '../support/api.ts';

/** A verifier at a clock of its own, which says how often it looked for the issuer's keys, and loses them on demand. */
function office() {
  const published = createLocalJWKSet(publishedKeys);
  const state = { now: Date.now(), looked: 0, revoked: false };
  const keys: JWTVerifyGetKey = (...asked) => {
    state.looked++;
    if (state.revoked) throw new errors.JWKSNoMatchingKey();
    return published(...asked);
  };
  return { state, verify: tokenVerifier({ keys, issuer, audience, now: () => state.now }) };
}

it('a good token is known again for a minute, then its signature is checked anew', async () => {
  const { state, verify } = office();
  const token = await tokenOf(accounts.clerk);
  for (const [after, looked] of [
    [0, 1],
    [59_000, 1],
    [2_000, 2],
  ] as const) {
    state.now += after;
    expect(await verify(token)).toEqual(accounts.clerk);
    expect(state.looked).toBe(looked);
  }
});

it('a key that the issuer takes back is honoured for a minute at most', async () => {
  const { state, verify } = office();
  const token = await tokenOf(accounts.clerk);
  await verify(token);
  state.revoked = true;
  state.now += 60_000;
  expect(await verify(token)).toBeUndefined();
});

it('no token outlives its expiry because it is known', async () => {
  const { state, verify } = office();
  const token = await tokenOf(accounts.clerk, {}, Math.floor(state.now / 1_000) + 20);
  expect(await verify(token)).toEqual(accounts.clerk);
  state.now += 26_000; // with the 5 s that clocks may differ by
  expect(await verify(token)).toBeUndefined();
});

it('another token of the same account is another token; one that is not good is never known', async () => {
  const { state, verify } = office();
  const token = await tokenOf(accounts.clerk);
  await verify(token);
  expect(await verify(`${token.slice(0, -4)}AAAA`)).toBeUndefined();
  expect(await verify(await tokenOf(accounts.clerk, { roles: ['auditor'] }))).toMatchObject({ roles: ['auditor'] });
  const stranger = await tokenOf(accounts.clerk, { iss: 'https://elsewhere.test' });
  for (let times = 0; times < 2; times++) expect(await verify(stranger)).toBeUndefined();
  expect(state.looked).toBe(5);
});
