import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { makeSecrets } from '../support/composeFile.ts';

const directory = mkdtempSync(join(tmpdir(), 'doudi-config-'));
afterAll(() => rmSync(directory, { recursive: true }));
const inFile = (value: string) => {
  const file = join(directory, 'secret');
  writeFileSync(file, value);
  return file;
};

const made = join(directory, 'made', 'secrets');
makeSecrets(made);
const fileOf = (name: string) => readFileSync(join(made, name), 'utf8');

const secret = 'sixteen-letters-or-more';
const key = Buffer.alloc(32, 1).toString('base64');
const complete = {
  NODE_ENV: 'production',
  DATABASE_URL_API: 'postgres://doudi_api:secret@database/doudi',
  TEMPORAL_ADDRESS: 'temporal:7233',
  TEMPORAL_AUTHORITY: fileOf('temporal_authority'),
  TEMPORAL_CERTIFICATE: fileOf('temporal_doudi_certificate'),
  TEMPORAL_KEY: fileOf('temporal_doudi_key'),
  TEMPORAL_TOKEN: fileOf('temporal_doudi_token'),
  OIDC_ISSUER: 'https://identity.test/realms/doudi',
  DATA_KEYS: `k1:${key}`,
  HASH_KEY: key,
  CHECK_PLATFORM_URL: 'https://check.test',
  CHECK_PLATFORM_SECRET: secret,
  CALLBACK_SECRET: secret,
  MESSAGE_GATEWAY_URL: 'https://messages.test',
  MESSAGE_GATEWAY_SECRET: secret,
  MESSAGE_CALLBACK_SECRET: secret,
  REGISTERS_SECRET: secret,
  INSTANT_BANK_URL: 'https://bank.test',
  INSTANT_BANK_SECRET: secret,
  BANK_DIR: '/bank',
  DOCUMENTS_DIR: '/documents',
};

/** What a start with this environment is told. */
function refused(env: Readonly<Record<string, string | undefined>>): string {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
}

describe('a secret', () => {
  test('is read from the file that NAME_FILE names, without the line’s end', () => {
    const { CALLBACK_SECRET: _, ...rest } = complete;
    const config = loadConfig({ ...rest, CALLBACK_SECRET_FILE: inFile('from-a-secret-file\n') });
    expect(config.checkPlatform.callbackSecret).toBe('from-a-secret-file');
  });

  test('given twice is refused: nobody could say which holds', () => {
    expect(refused({ ...complete, HASH_KEY_FILE: inFile(key) })).toContain('HASH_KEY: given both itself and as');
  });

  test('whose file cannot be read is named, and the file’s place is not', () => {
    const said = refused({ ...complete, HASH_KEY: undefined, HASH_KEY_FILE: join(directory, 'nothing') });
    expect(said).toContain('HASH_KEY_FILE: the file cannot be read (ENOENT)');
    expect(said).not.toContain(directory);
  });
});

describe('in production', () => {
  test('business time cannot be moved', () => {
    expect(refused({ ...complete, TEST_CLOCK: 'on' })).toContain('TEST_CLOCK');
  });

  test('a process that is not given a role’s address does not work as that role', () => {
    const { database } = loadConfig(complete);
    expect(database.api).toBe(complete.DATABASE_URL_API);
    expect(() => database.worker).toThrow('DATABASE_URL_WORKER');
  });

  test('Temporal is not spoken to in clear, nor with half of what it takes', () => {
    const { TEMPORAL_AUTHORITY: _, TEMPORAL_CERTIFICATE: __, TEMPORAL_KEY: ___, ...half } = complete;
    expect(refused(half)).toMatch(/TEMPORAL_AUTHORITY[\s\S]*TEMPORAL_CERTIFICATE[\s\S]*TEMPORAL_KEY/);
    expect(refused({ ...half, NODE_ENV: 'development' })).toContain('TEMPORAL_KEY');
    const { TEMPORAL_TOKEN: ____, ...none } = half;
    expect(refused(none)).toContain('TEMPORAL_TOKEN');
    expect(loadConfig({ ...none, NODE_ENV: 'development' }).temporal.credentials).toBeUndefined();
    expect(refused({ ...complete, TEMPORAL_CERTIFICATE: 'not one' })).toContain('expected a certificate in PEM');
  });

  test('a token that has ended is refused at the start, with its day and what to do', async () => {
    const ended = new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(new Date('2026-01-31T00:00:00Z'));
    const said = refused({ ...complete, TEMPORAL_TOKEN: await ended.sign(Buffer.alloc(32)) });
    expect(said).toMatch(/TEMPORAL_TOKEN: ended on 2026-01-31.*make-secrets\.mjs/);
    expect(said).not.toContain('TEMPORAL_CERTIFICATE');
  });

  test('everything missing is named at once, and no value is said', () => {
    const said = refused({ ...complete, OIDC_ISSUER: undefined, DATA_KEYS: 'k1:tooShort' });
    expect(said).toMatch(/OIDC_ISSUER[\s\S]*DATA_KEYS/);
    expect(said).not.toContain('tooShort');
  });
});

test('a collector of traces is an address of HTTP; what is empty names none', () => {
  const tracesTo = (endpoint?: string) => loadConfig({ ...complete, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).tracesTo;
  expect([tracesTo(), tracesTo(''), tracesTo('http://collector:4318')]).toEqual([
    undefined,
    undefined,
    'http://collector:4318',
  ]);
  for (const endpoint of ['collector:4318', 'grpc://collector:4317'])
    expect(refused({ ...complete, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
});
