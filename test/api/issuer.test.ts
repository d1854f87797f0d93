import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issuerKeys } from '../../src/api/auth/issuerKeys.ts';
import { tokenVerifier } from '../../src/api/auth/token.ts';
import { accounts, audience, openWindow, publishedKeys, tokenOf, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';

let county: County;
let server: Server;
let window: Window;
let issuer: string;
/** What the identity provider, or what stands before it, answers with. */
let keysAre: 'there' | 'away' = 'there';
let discovery: 'there' | 'away' = 'away';

beforeAll(async () => {
  county = await startCounty({ worker: false });
  server = createServer(({ url = '' }, answer) => {
    const asked = url.endsWith('openid-configuration') ? discovery : keysAre;
    if (asked === 'away') return answer.writeHead(503).end('<html>starting</html>');
    const body = url.endsWith('/keys') ? publishedKeys : { issuer, jwks_uri: `${issuer}/keys` };
    return answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  window = await openWindow(county, { verifyToken: tokenVerifier({ keys: issuerKeys(issuer), issuer, audience }) });
});
afterAll(async () => {
  await window?.close();
  server?.close();
  await county?.stop();
});

it('whoever comes while the identity provider is still starting is told to come again; it is no error of ours', async () => {
  const authorization = `Bearer ${await tokenOf(accounts.clerk, { iss: issuer })}`;
  const asks = async () => {
    const answer = await window.app.inject({ method: 'GET', url: '/v1/me', headers: { authorization } });
    return [answer.statusCode, answer.headers['retry-after']];
  };
  expect(await asks()).toEqual([503, '2']);
  [discovery, keysAre] = ['there', 'away'];
  expect(await asks()).toEqual([503, '2']);
  keysAre = 'there';
  expect(await asks()).toEqual([200, undefined]);
});
