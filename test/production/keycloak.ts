import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../../src/stack/paths.ts';
import { freePort } from '../../src/stack/ports.ts';
import { supervise } from '../../src/stack/process/supervised.ts';
import { compose, environmentOf, type Service } from '../support/composeFile.ts';
import { eventually } from '../support/eventually.ts';
import { openDoor } from './door.ts';
import type { Identity } from './identity.ts';
import { accountsAt } from './keycloakAccounts.ts';

/** Against a hang only: its first start builds it, fills its database and takes in the realm. */
const patienceMs = 900_000;

/**
 * Keycloak itself, where KEYCLOAK_HOME says it is unpacked: by the script and the environment that its container gets, with
 * the realm of ops/keycloak, over PostgreSQL, behind a door with TLS.
 */
export async function startKeycloak({
  home,
  directory,
  secrets,
  superuserUrl,
}: Readonly<Record<'home' | 'directory' | 'secrets' | 'superuserUrl', string>>): Promise<Identity> {
  const secret = (name: string) => readFileSync(join(secrets, name), 'utf8');
  const [port, management] = [await freePort(), await freePort()];
  const door = await openDoor(() => [port], { cert: secret('tls_certificate'), key: secret('tls_key') });
  const shown = `${door.url}/identity`;
  const behind = `http://127.0.0.1:${port}/identity`;

  await makeDatabase(superuserUrl, secret('keycloak_database_password'));
  mkdirSync(join(home, 'data/import'), { recursive: true });
  cpSync(join(projectRoot, 'ops/keycloak/realm.json'), join(home, 'data/import/realm.json'));
  const { hostname, port: postgres } = new URL(superuserUrl);
  const program = supervise({
    command: 'bash',
    args: [join(projectRoot, 'ops/keycloak/start.sh')],
    logFile: join(directory, 'keycloak.log'),
    env: {
      ...environmentOf(compose.services.keycloak as Service, secrets),
      ...{ PATH: process.env.PATH, JAVA_HOME: process.env.JAVA_HOME, KEYCLOAK_HOME: home },
      KC_DB_URL: `jdbc:postgresql://${hostname}:${postgres}/keycloak`,
      KC_HOSTNAME: shown,
      KC_HTTP_HOST: '127.0.0.1',
      KC_HTTP_PORT: String(port),
      KC_HTTP_MANAGEMENT_PORT: String(management),
    },
    graceMs: 10_000,
  });
  const isReady = async () => (await fetch(`http://127.0.0.1:${management}/health/ready`).catch(() => undefined))?.ok;
  await eventually('Keycloak is ready', async () => (await isReady()) ?? false, patienceMs).catch((error: Error) => {
    throw new Error(`${error.message}\n${program.tail()}`);
  });

  const ours = { id: 'doudi-console', redirectUri: `${door.url}/` };
  const elsewhere = { id: 'somebody-else', redirectUri: 'https://elsewhere.invalid/' };
  const accounts = accountsAt({ shown, behind, password: secret('keycloak_admin_password') });
  await accounts.addApplication(elsewhere);
  const interfaceOfTemporal = {
    id: 'temporal-ui',
    redirectUri: 'http://127.0.0.1:8233/auth/sso/callback',
    secret: { client_secret: secret('temporal_ui_secret') },
  };
  return {
    issuer: `${shown}/realms/doudi`,
    keysUrl: `${behind}/realms/doudi/protocol/openid-connect/certs`,
    tokenOf: (account) => accounts.tokenFor(account, ours),
    tokenForAnother: (account) => accounts.tokenFor(account, elsewhere),
    tokenAtTemporal: (account) => accounts.tokenFor(account, interfaceOfTemporal),
    async stop() {
      await door.stop();
      await program.stop();
    },
  };
}

async function makeDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`create role keycloak login nosuperuser password ${client.escapeLiteral(password)}`);
    await client.query('create database keycloak owner keycloak');
  } finally {
    await client.end();
  }
}
