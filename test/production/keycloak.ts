import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import pg from 'pg';
import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { freePort } from '../../src/stack/ports.ts';
import { supervise } from '../../src/stack/process/supervised.ts';
import { compose, environmentOf, type Service } from '../support/composeFile.ts';
import { eventually } from '../support/eventually.ts';
import { codeChallenge, oneTimeCode, openBrowser, type Page } from './browser.ts';
import { openDoor } from './door.ts';
import type { Identity } from './identity.ts';

/** Against a hang only: its first start builds it, fills its database and takes in the realm. */
const patienceMs = 900_000;
const firstPassword = 'first-word-of-twelve';
const ownPassword = 'second-word-of-twelve';

/**
 * Keycloak itself, where KEYCLOAK_HOME says it is unpacked: by the script and the environment that its container gets, with
 * the realm of ops/keycloak, over PostgreSQL, behind a door with TLS. Accounts are made as an administrator makes them, and each
 * signs in as its owner would: first password, second factor, password of their own.
 */
export async function startKeycloak(
  accounts: readonly DemoOfficial[],
  {
    home,
    directory,
    secrets,
    superuserUrl,
  }: Readonly<Record<'home' | 'directory' | 'secrets' | 'superuserUrl', string>>,
): Promise<Identity> {
  const secret = (name: string) => readFileSync(join(secrets, name), 'utf8');
  const [port, management] = [await freePort(), await freePort()];
  const door = await openDoor(() => [port], { cert: secret('tls_certificate'), key: secret('tls_key') });
  const shown = `${door.url}/identity`;
  const behind = `http://127.0.0.1:${port}/identity`;
  const issuer = `${shown}/realms/doudi`;

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

  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': new URL(shown).host };
  async function asked(url: string, form: Record<string, string>) {
    const body = new URLSearchParams(form);
    const answer = await fetch(url.replace(shown, behind), { method: 'POST', headers: forwarded, body });
    return (await answer.json()) as { access_token: string; refresh_token: string };
  }
  const { access_token: administrator } = await asked(`${shown}/realms/master/protocol/openid-connect/token`, {
    ...{ grant_type: 'password', client_id: 'admin-cli' },
    ...{ username: 'administrator', password: secret('keycloak_admin_password') },
  });
  async function administers(method: string, path: string, body?: object) {
    const answer = await fetch(`${behind}/admin/realms/doudi${path}`, {
      method,
      headers: { ...forwarded, authorization: `Bearer ${administrator}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      body: text ? JSON.parse(text) : {},
    };
  }

  async function makeAccount({ id, officer, division, roles: held }: DemoOfficial): Promise<void> {
    const { status, location, body } = await administers('POST', '/users', {
      username: id,
      enabled: true,
      attributes: { officer: [officer], division: [division] },
      credentials: [{ type: 'password', value: firstPassword, temporary: true }],
    });
    if (status !== 201) throw new Error(`${id}: ${JSON.stringify(body)}`);
    const roles = (await administers('GET', '/roles')).body as { readonly name: string }[];
    const own = roles.filter(({ name }) => held.some((role) => role === name));
    await administers('POST', `/users/${location.split('/').at(-1)}/role-mappings/realm`, own);
  }

  /** As its owner does, at the pages it shows. */
  async function signIn(account: DemoOfficial, client: Client): Promise<Session> {
    if (!factors.has(account.id)) await makeAccount(account);
    const browser = openBrowser({ shown, behind });
    const { verifier, challenge } = codeChallenge();
    const redirect_uri = client.redirectUri ?? `${door.url}/`;
    const asks = { response_type: 'code', scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256' };
    const query = new URLSearchParams({ client_id: client.id, redirect_uri, ...asks });
    let page: Page = await browser.visit(`${issuer}/protocol/openid-connect/auth?${query}`);
    for (let pages = 0; page.text !== ''; pages += 1) {
      const fields = pages < 5 ? fieldsFor(account, page) : undefined;
      if (!fields) throw new Error(`${account.id} cannot sign in: ${page.text.replace(/<[^>]*>|\s+/g, ' ')}`);
      page = await browser.send(page, fields);
    }
    const { access_token: token, refresh_token: refresh } = await asked(`${issuer}/protocol/openid-connect/token`, {
      ...{ grant_type: 'authorization_code', code: new URL(page.url).searchParams.get('code') ?? '' },
      ...{ client_id: client.id, redirect_uri, code_verifier: verifier, ...client.secret },
    });
    return { token, refresh };
  }

  const factors = new Map<string, string>();
  function fieldsFor({ id }: DemoOfficial, { text }: Page): Record<string, string> | undefined {
    const shownSecret = /id="totpSecret"[^>]*value="([^"]+)"/.exec(text)?.[1];
    if (shownSecret) {
      factors.set(id, shownSecret);
      return { totp: oneTimeCode(shownSecret), userLabel: '手机' };
    }
    if (text.includes('name="password-new"')) return { 'password-new': ownPassword, 'password-confirm': ownPassword };
    if (text.includes('name="otp"')) return { otp: oneTimeCode(factors.get(id) ?? '') };
    if (text.includes('name="password"'))
      return { username: id, password: factors.has(id) ? ownPassword : firstPassword };
    return undefined;
  }

  const sessions = new Map<string, Promise<Session>>();
  async function tokenFor(account: DemoOfficial, client: Client): Promise<string> {
    const name = `${account.id} at ${client.id}`;
    const known = sessions.get(name) ?? signIn(account, client);
    sessions.set(name, known);
    const { token, refresh } = await known;
    if ((decodeJwt(token).exp ?? 0) * 1_000 > Date.now() + 120_000) return token;
    const form = { grant_type: 'refresh_token', refresh_token: refresh, client_id: client.id, ...client.secret };
    const renewed = asked(`${issuer}/protocol/openid-connect/token`, form);
    sessions.set(
      name,
      renewed.then(({ access_token, refresh_token }) => ({ token: access_token, refresh: refresh_token })),
    );
    return (await renewed).access_token;
  }

  const elsewhere = { id: 'somebody-else', redirectUri: 'https://elsewhere.invalid/' };
  await administers('POST', '/clients', {
    ...{ clientId: elsewhere.id, publicClient: true, redirectUris: [elsewhere.redirectUri], defaultClientScopes: [] },
  });
  const interfaceOfTemporal = {
    id: 'temporal-ui',
    redirectUri: 'http://127.0.0.1:8233/auth/sso/callback',
    secret: { client_secret: secret('temporal_ui_secret') },
  };
  return {
    issuer,
    keysUrl: `${behind}/realms/doudi/protocol/openid-connect/certs`,
    tokenOf: (account) => tokenFor(account, { id: 'doudi-console' }),
    tokenForAnother: (account) => tokenFor(account, elsewhere),
    tokenAtTemporal: (account) => tokenFor(account, interfaceOfTemporal),
    async stop() {
      await door.stop();
      await program.stop();
    },
  };
}

interface Client {
  readonly id: string;
  readonly redirectUri?: string;
  readonly secret?: { readonly client_secret: string };
}
interface Session {
  readonly token: string;
  readonly refresh: string;
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
