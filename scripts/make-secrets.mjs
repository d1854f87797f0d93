// Makes the passwords, keys and certificates that docker-compose.yml hands to its containers. Never touches one that is
// there, but for what Temporal is spoken to with: that is made anew when it has less than 60 days left.
//   node scripts/make-secrets.mjs [directory]
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canCertify } from './secrets/certificates.mjs';
import { keepTemporalCredentials, keysAway } from './secrets/temporal.mjs';

if (!canCertify()) {
  console.error('This needs the program openssl, 1.1.1 or newer: install it. 请先安装 openssl（1.1.1 或更高版本）。');
  process.exit(1);
}

if (process.argv[2]?.startsWith('-')) {
  console.error('It takes no options, only a directory, ops/compose/secrets by default. 没有选项，只能给出目录。');
  process.exit(1);
}

const directory = resolve(process.argv[2] ?? fileURLToPath(new URL('../ops/compose/secrets', import.meta.url)));
const authorities = join(dirname(directory), 'authorities');
const away = keysAway(directory, authorities);
if (away.length > 0) {
  console.error(
    `${authorities} lacks ${away.join(', ')}: put it back, and nothing was made. 缺少签发密钥，请放回后重试。`,
  );
  console.error(
    'If it is lost: remove every temporal_* of both directories but the database password, run this again, restart all.',
  );
  process.exit(1);
}
const host = process.env.DOUDI_HOST ?? 'doudi.invalid';
const password = () => randomBytes(24).toString('base64url');
const key = () => randomBytes(32).toString('base64');
const url = (role, secret, database) => `postgres://${role}:${secret}@postgres:5432/${database}`;

// The directory is closed to others; the files in it are readable, because in a container another user reads them.
mkdirSync(directory, { recursive: true, mode: 0o700 });
chmodSync(directory, 0o700);
const made = [];
function keep(name, value) {
  const file = join(directory, name);
  if (existsSync(file)) return;
  writeFileSync(file, value, { mode: 0o444 });
  made.push(name);
}

const superuser = password();
if (!existsSync(join(directory, 'postgres_password'))) keep('database_url', url('postgres', superuser, 'postgres'));
keep('postgres_password', superuser);
for (const role of ['owner', 'api', 'worker']) keep(`database_url_${role}`, url(`doudi_${role}`, password(), 'doudi'));
for (const name of [
  'temporal_database_password',
  'keycloak_database_password',
  'keycloak_admin_password',
  'temporal_ui_secret',
])
  keep(name, password());
keep('data_keys', `k1:${key()}`);
keep('hash_key', key());

for (const name of ['check_platform', 'message_gateway', 'registers', 'instant_bank']) keep(`${name}_secret`, key());
keep('callback_secret', key());
keep('message_callback_secret', key());

// A certificate of our own, until yours lies here: tls_certificate with its chain, tls_key, tls_authority.
if (!existsSync(join(directory, 'tls_key'))) {
  const into = (name) => join(directory, name);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:3072', '-nodes', '-days', '90', '-subj', `/CN=${host}`],
      ...['-addext', `subjectAltName=DNS:${host}`, '-keyout', into('tls_key'), '-out', into('tls_certificate')],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  ); // its dots are no news; what goes wrong is in the error
  execFileSync('cp', [into('tls_certificate'), into('tls_authority')]);
  for (const name of ['tls_key', 'tls_certificate', 'tls_authority']) chmodSync(into(name), 0o444);
  made.push('tls_key', 'tls_certificate', 'tls_authority');
}

made.push(...keepTemporalCredentials(directory, authorities));

console.log(
  made.length === 0 ? 'Every secret is there; nothing was made.' : `Made in ${directory}: ${made.join(', ')}.`,
);
console.log(`What lies in ${authorities} lets anybody into Temporal: no container needs it, keep it where few come.`);
console.log('Keep data_keys and hash_key apart from the backups of the database: without them it cannot be read.');
