import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoOfficials } from '../../src/stack/demoOfficials.ts';
import { type IdentityProvider, startIdentityProvider } from '../../src/stack/identityProvider.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider({ port: 0, audience: 'doudi' });
});
afterAll(() => provider.stop());

const ask = (id: string, secret: string) =>
  fetch(`${provider.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
  });

test('every demo official gets a token that says staff number, role and division, and no name', async () => {
  const keys = createRemoteJWKSet(new URL(`${provider.url}/jwks`));
  for (const official of demoOfficials) {
    const { access_token } = (await (await ask(official.id, 'demo')).json()) as { access_token: string };
    const { payload } = await jwtVerify(access_token, keys, {
      issuer: provider.url,
      audience: 'doudi',
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({
      sub: official.id,
      officer: official.officer,
      roles: official.roles,
      division: official.division,
    });
    expect(payload).not.toHaveProperty('name');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
  }
});

test('a wrong secret gets no token', async () => {
  expect((await ask('dangyang.clerk', 'guess')).status).toBe(401);
});

test('it refuses to start in production', async () => {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await expect(startIdentityProvider({ port: 0, audience: 'doudi' })).rejects.toThrow('production');
  } finally {
    process.env.NODE_ENV = before;
  }
});

test('a natural person has one staff number', () => {
  expect(new Set(demoOfficials.map(({ officer }) => officer)).size).toBe(demoOfficials.length);
});
