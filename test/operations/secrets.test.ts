import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, importPKCS8, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endsOf } from '../../src/gateways/temporalCredentials.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { endingCredentials } from '../../src/upkeep/credentials.ts';
import { makeSecrets } from '../support/composeFile.ts';

let directory: string;
let secrets: string;
let authorities: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'doudi-secrets-'));
  [secrets, authorities] = [join(directory, 'secrets'), join(directory, 'authorities')];
  makeSecrets(secrets);
});
afterEach(() => rmSync(directory, { recursive: true }));

const fileOf = (name: string) => readFileSync(join(secrets, name), 'utf8');
const all = () => Object.fromEntries(readdirSync(secrets).map((name) => [name, fileOf(name)]));
function changedBy(work: () => void): string[] {
  const before = all();
  work();
  return Object.entries(all()).flatMap(([name, value]) => (before[name] === value ? [] : [name]));
}
function put(name: string, value: string | Buffer): void {
  chmodSync(join(secrets, name), 0o600);
  writeFileSync(join(secrets, name), value);
}
const day = 86_400_000;
const credentials = () => ({
  authority: fileOf('temporal_authority'),
  certificate: fileOf('temporal_doudi_certificate'),
  key: fileOf('temporal_doudi_key'),
  token: fileOf('temporal_doudi_token'),
});

test('what is there stays as it is', () => {
  expect(changedBy(() => makeSecrets(secrets))).toEqual([]);
});

test('an option is no directory: nothing is made', () => {
  expect(() => makeSecrets('--help')).toThrow();
  expect(existsSync(join(projectRoot, '--help'))).toBe(false);
});

test('certificate and token hold for 400 days, and each allows its own and no more', () => {
  const { authority, certificate, token } = endsOf(credentials());
  const now = Date.now();
  for (const end of [certificate, token]) expect(Math.round((end - now) / day)).toBe(400);
  expect(Math.round((authority - now) / day)).toBe(3_650);
  expect(decodeJwt(fileOf('temporal_doudi_token')).permissions).toEqual(['doudi:write']);
  expect(decodeJwt(fileOf('temporal_setup_token')).permissions).toEqual(['temporal-system:admin']);
  const usesOf = (name: string) => new X509Certificate(fileOf(`${name}_certificate`)).keyUsage;
  const client = '1.3.6.1.5.5.7.3.2';
  for (const name of ['temporal_doudi', 'temporal_setup', 'temporal_ui']) expect(usesOf(name)).toEqual([client]);
  expect(usesOf('temporal_jwks'), 'whoever serves keys is no client of the services behind the front').not.toContain(
    client,
  );
});

test('what has less than 60 days left is made anew, and nothing else', async () => {
  const key = await importPKCS8(readFileSync(join(authorities, 'temporal_token_key'), 'utf8'), 'ES256');
  const { kid } = JSON.parse(fileOf('temporal_jwks')).keys[0];
  const short = new SignJWT({ sub: 'temporal_doudi', permissions: ['doudi:write'] }).setProtectedHeader({
    alg: 'ES256',
    kid,
  });
  put('temporal_doudi_token', await short.setExpirationTime('29 days').sign(key));
  const script = `const { signedBy } = await import('./scripts/secrets/certificates.mjs');
    const [certificate, key] = process.argv.slice(1);
    const made = signedBy({ certificate, key }, { commonName: 'temporal', names: ['temporal'], uses: 'serverAuth', days: 59 });
    process.stdout.write(made.certificate);`;
  const authority = [join(secrets, 'temporal_authority'), join(authorities, 'temporal_authority_key')];
  const options = { cwd: projectRoot };
  put(
    'temporal_certificate',
    execFileSync(process.execPath, ['--input-type=module', '-e', script, ...authority], options),
  );

  expect(endingCredentials(credentials(), Date.now())).toMatchObject([
    { count: 1, examples: [expect.stringMatching(/^token on/)] },
  ]);
  const renewed = ['temporal_certificate', 'temporal_doudi_token', 'temporal_key'];
  expect(changedBy(() => makeSecrets(secrets))).toEqual(renewed);
  expect(endingCredentials(credentials(), Date.now())).toEqual([]);
  expect(endingCredentials(credentials(), Date.now() + 371 * day)).toMatchObject([{ count: 2 }]);
});

test('without the keys that sign nothing is made, above all no new authority that nobody running believes', () => {
  renameSync(authorities, `${authorities}.elsewhere`);
  expect(changedBy(() => expect(() => makeSecrets(secrets)).toThrow())).toEqual([]);
});
