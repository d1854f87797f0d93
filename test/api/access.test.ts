import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, accessOf, seesNames } from '../../src/api/access.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { accounts, audience, issuer, openWindow, publicKeyForms, tokenOf, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';

let county: County;
let window: Window;
let caseId: CaseId;

beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
  caseId = await county.apply();
  await county.opened(caseId, 'accept');
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

describe('who gets in', () => {
  it('a good token says who I am', async () => {
    const answer = await window.get(accounts.clerk, '/v1/me');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(accounts.clerk);
  });

  it.each(Object.entries(badTokens))(
    '%s: 401 with the same words, on every route that is not public',
    async (what, make) => {
      const authorization = await make();
      const headers = authorization === undefined ? {} : { authorization };
      const bodies = new Set<string>();
      for (const key of window.app.routeKeys.filter((each) => Array.isArray(access[each]))) {
        const [method, path] = key.split(' ') as ['GET' | 'POST', string];
        const answer = await window.app.inject({ method, url: path.replace(/:\w+/g, randomUUID()), headers });
        expect([answer.statusCode, answer.headers['www-authenticate']], `${what}: ${key}`).toEqual([401, 'Bearer']);
        bodies.add(answer.body.replace(/"requestId":"[^"]+"/, ''));
      }
      expect([...bodies].map((body) => JSON.parse(body.replace(/,}$/, '}')).code)).toEqual(['unauthenticated']);
    },
  );

  it('a township role in a county division is not held', async () => {
    const answer = await window.get({ ...accounts.clerk, division: '420582000000' }, '/v1/me');
    expect(answer.statusCode).toBe(403);
  });
});

describe('the matrix', () => {
  it('has an entry for every route, and no route starts without', () => {
    expect(window.app.routeKeys.filter((key) => !accessOf(...(key.split(' ') as [string, string])))).toEqual([]);
    expect(Object.keys(access).filter((key) => !window.app.routeKeys.includes(key))).toEqual([]);
    expect(window.app.routeKeys.length).toBeGreaterThan(25);
  });

  it('keeps out each role that it does not name, on each route', async () => {
    const routes = window.app.routeKeys.filter((key) => Array.isArray(access[key]));
    for (const key of routes) {
      const [method, path] = key.split(' ') as ['GET' | 'POST', string];
      const url = path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      expect((await window.app.inject({ method, url })).statusCode, `${key} without token`).toBe(401);
      for (const account of Object.values(accounts)) {
        if ((access[key] as readonly string[]).includes(account.roles[0])) continue;
        const answer = await window.as(account, { method, url });
        expect([answer.statusCode, answer.json().code], `${key} as ${account.roles[0]}`).toEqual([403, 'forbidden']);
      }
    }
  });
});

describe('those who look after the system', () => {
  const writes = (role: Role) =>
    Object.entries(access).flatMap(([key, allowed]) =>
      Array.isArray(allowed) && allowed.includes(role) && !key.startsWith('GET ') ? [key] : [],
    );
  const reads = (role: Role) => keysOf(role).filter((key) => key.startsWith('GET '));
  const keysOf = (role: Role) =>
    Object.entries(access).flatMap(([key, allowed]) => (Array.isArray(allowed) && allowed.includes(role) ? [key] : []));

  it('are three, and none of them can do another’s part: who runs it sees no case, who audits it changes nothing', () => {
    // The clock can be moved by anybody where there is one, which is never in production. Who gets which role is decided
    // by a third person, in the identity provider, of which this program knows nothing.
    const clock = 'POST /v1/test-clock/advance';
    const officers = ['PUT /v1/officers/:officer', 'PUT /v1/officers/:officer/contact']; // entered there, nothing is opened to them
    expect(writes('administrator').sort()).toEqual(['POST /codec/decode', clock, ...officers].sort());
    expect(
      reads('administrator').filter((key) => /cases|tasks|emergencies|handovers|disbursements|readings/.test(key)),
    ).toEqual([]);
    expect(writes('auditor')).toEqual(['POST /codec/decode', clock]);
    expect(reads('auditor')).toContain('GET /v1/readings');
    expect(seesNames(['administrator', 'auditor'])).toBe(false);
  });

  it('and nobody else reads who has read', () => {
    expect(access['GET /v1/readings']).toEqual(['auditor']);
  });
});

describe('what belongs to others', () => {
  it('shows the county its townships’ case, names to caseworkers only', async () => {
    await eventually(
      'readable',
      async () => (await window.get(accounts.officer, `/v1/cases/${caseId}`)).statusCode === 200,
    );
    expect((await window.get(accounts.officer, `/v1/cases/${caseId}`)).json().applicant).toMatchObject({
      name: '测试甲',
    });
    const seen = (await window.get(accounts.clerk, `/v1/cases/${caseId}`)).json();
    expect(seen.applicant.idNumber).toMatch(/^420582\*{8}\d{3}[\dX]$/);
    const audited = await window.get(accounts.auditor, `/v1/cases/${caseId}`);
    expect(audited.json().applicant).toBeNull();
    expect(audited.body).not.toContain('测试');
  });
});

/** What somebody might try who has no token, or not a good one. */
const badTokens: Record<string, () => Promise<string | undefined>> = {
  'no token': async () => undefined,
  'another scheme': async () => 'Basic YTpi',
  'not a token': async () => 'Bearer nonsense',
  expired: async () => `Bearer ${await tokenOf(accounts.clerk, {}, Math.floor(Date.now() / 1000) - 60)}`,
  'another issuer': async () => `Bearer ${await tokenOf(accounts.clerk, { iss: 'https://elsewhere.test' })}`,
  'another audience': async () => `Bearer ${await tokenOf(accounts.clerk, { aud: 'payroll' })}`,
  unsigned: async () => `Bearer ${unsigned(await tokenOf(accounts.clerk))}`,
  'signed, the claims changed afterwards': async () => `Bearer ${changed(await tokenOf(accounts.clerk))}`,
  'without a division': async () => `Bearer ${await tokenOf(accounts.clerk, { division: undefined })}`,
  'without a staff number: an account is no person': async () =>
    `Bearer ${await tokenOf(accounts.clerk, { officer: undefined })}`,
  'signed with the public key as if it were a secret (PEM)': () => confused(publicKeyForms.pem),
  'signed with the public key as if it were a secret (JWK)': () => confused(publicKeyForms.jwk),
  'signed with the public key as if it were a secret (its number)': () => confused(publicKeyForms.modulus),
  'signed with a key of its own, which it brings along': () => broughtAlong({}),
  'signed with a key of its own, under our key’s name': () => broughtAlong({ kid: 'test' }),
  'a second token after the first': async () => `Bearer ${unsigned(await tokenOf(accounts.clerk))}, Bearer x`,
};

const claims = (jwt: SignJWT) =>
  jwt.setIssuer(issuer).setAudience(audience).setSubject('x').setIssuedAt().setExpirationTime('1h');

/** Key confusion: HS256 over what everybody knows. */
async function confused(secret: string): Promise<string> {
  const jwt = claims(new SignJWT({ ...accounts.leader })).setProtectedHeader({ alg: 'HS256', kid: 'test' });
  return `Bearer ${await jwt.sign(Buffer.from(secret.padEnd(32)))}`;
}

async function broughtAlong(header: object): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const jwt = claims(new SignJWT({ ...accounts.leader })).setProtectedHeader({ alg: 'ES256', jwk, ...header });
  return `Bearer ${await jwt.sign(privateKey)}`;
}

function unsigned(token: string): string {
  const [, payload] = token.split('.');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
}

function changed(token: string): string {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [header, Buffer.from(JSON.stringify({ ...claims, roles: ['auditor'] })).toString('base64url'), signature].join(
    '.',
  );
}
