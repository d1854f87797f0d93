import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { buildApp } from '../../src/api/app.ts';
import { tokenVerifier } from '../../src/api/auth/token.ts';
import type { ApiDeps, ApiOptions } from '../../src/api/deps.ts';
import { runClient } from '../../src/commands/runClient.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { checkResultOf } from '../../src/gateways/checkReport.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { payloadCodec } from '../../src/gateways/crypto/payloadCodec.ts';
import { diskDocuments } from '../../src/gateways/documents.ts';
import { policySource } from '../../src/policy/source.ts';
import type { County } from './county.ts';
import { testHashKey, testKeys } from './worker.ts';

export const issuer = 'https://identity.test';
export const audience = 'doudi';
export const uiOrigin = 'https://temporal-ui.test';
export const callbackSecret = 'callback-secret-of-the-tests';
export const registerSecret = 'register-secret-of-the-tests';
export const messageCallbackSecret = 'message-callback-secret-of-the-tests';

/** An account that signs in: who is behind it, in which roles, where. */
export interface Account {
  readonly officer: string;
  readonly roles: readonly Role[];
  readonly division: string;
  readonly department?: string;
}

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' };
/** What an issuer publishes, for processes that look its keys up. */
export const publishedKeys = { keys: [jwk] };
const keys = createLocalJWKSet(publishedKeys);
/** What everybody may know, in the forms in which somebody might try to sign with it. */
export const publicKeyForms = {
  pem: await exportSPKI(publicKey),
  jwk: JSON.stringify(await exportJWK(publicKey)),
  modulus: String(jwk.x),
};

/** A token as the identity provider gives it; `claims` and `expiresAt` for tokens that are not good. */
export function tokenOf(account: Account, claims: JWTPayload = {}, expiresAt: number | string = '1h'): Promise<string> {
  return new SignJWT({ ...account, roles: [...account.roles], ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'test' })
    .setIssuer((claims.iss as string) ?? issuer)
    .setAudience((claims.aud as string) ?? audience)
    .setSubject(account.officer)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(privateKey);
}

/** The API over a test's own county, asked without a network. */
export async function openWindow(county: County, change: Partial<ApiDeps> = {}, options: Partial<ApiOptions> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-documents-'));
  const documents = change.documents ?? diskDocuments({ directory, keys: testKeys });
  const app = await buildApp(
    {
      ...county.deps,
      runs: runClient(county.client, county.taskQueue),
      cipher: fieldCipher(testKeys, testHashKey),
      policy: policySource(),
      verifyToken: tokenVerifier({ keys, issuer, audience }),
      documents,
      payloads: payloadCodec(testKeys),
      temporalUiOrigin: uiOrigin,
      callbackSecret,
      messageCallbackSecret,
      registerSecret,
      readReport: checkResultOf,
      testClock: county.clock,
      ...change,
    },
    // A worker shares this process, which may lag as much as the machine makes it.
    {
      logLevel: 'silent',
      requestsPerMinute: 100_000,
      refusedTokensPerMinute: 100_000,
      busyAfterMs: 0,
      ...options,
    },
  );

  /** Sends as an account, in English, with a fresh key for each command. */
  async function as(account: Account, request: InjectOptions) {
    const headers = {
      authorization: `Bearer ${await tokenOf(account)}`,
      'accept-language': 'en',
      ...(request.method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      ...request.headers,
    };
    return app.inject({ ...request, headers });
  }

  return {
    app,
    documents,
    as,
    get: (account: Account, url: string) => as(account, { method: 'GET', url }),
    post: (account: Account, url: string, payload: object = {}, headers: Record<string, string> = {}) =>
      as(account, { method: 'POST', url, payload, headers }),
    /** One file as a browser sends it. */
    upload(account: Account, url: string, bytes: Buffer, name: string) {
      const boundary = 'x-boundary';
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`;
      const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
      return as(account, { method: 'POST', url, payload, headers });
    },
    async close() {
      await app.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
export type Window = Awaited<ReturnType<typeof openWindow>>;

/** One account a role, in Yuyang and Dangyang, and a clerk of another county. */
export const accounts = {
  clerk: { officer: '420582-0001', roles: ['township_clerk'], division: '420582001000' },
  investigator: { officer: '420582-0002', roles: ['investigator'], division: '420582001000' },
  reviewer: { officer: '420582-0004', roles: ['township_reviewer'], division: '420582001000' },
  officer: { officer: '420582-0005', roles: ['county_officer'], division: '420582000000' },
  leader: { officer: '420582-0006', roles: ['county_leader'], division: '420582000000' },
  finance: { officer: '420582-0007', roles: ['finance_officer'], division: '420582000000' },
  auditor: { officer: '420582-0009', roles: ['auditor'], division: '420582000000' },
  administrator: { officer: '420582-0010', roles: ['administrator'], division: '420582000000' },
  police: { officer: '420582-0015', roles: ['department_officer'], division: '420582000000', department: 'police' },
  neighbour: { officer: '420582-0031', roles: ['township_clerk'], division: '420582101000' },
  stranger: { officer: '451322-0001', roles: ['township_clerk'], division: '451322100000' },
  strangeOfficer: { officer: '451322-0005', roles: ['county_officer'], division: '451322000000' },
} as const satisfies Record<string, Account>;
