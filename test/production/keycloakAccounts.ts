import { decodeJwt } from 'jose';
import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';
import { codeChallenge, oneTimeCode, openBrowser, type Page } from './browser.ts';

const firstPassword = 'first-word-of-twelve';
const ownPassword = 'second-word-of-twelve';

/** An application that people sign in to. */
export interface Application {
  readonly id: string;
  readonly redirectUri: string;
  readonly secret?: { readonly client_secret: string };
}
interface Session {
  readonly token: string;
  readonly refresh: string;
}

/**
 * The accounts of a running Keycloak. Each is made as an administrator makes it, when it first signs in, and signs in as its
 * owner would: first password, second factor, password of its own; afterwards its session is renewed.
 */
export function accountsAt({
  shown,
  behind,
  password,
}: {
  /** Where it says it is, and where it is reached behind its door. */
  readonly shown: string;
  readonly behind: string;
  readonly password: string;
}) {
  const issuer = `${shown}/realms/doudi`;
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': new URL(shown).host };
  async function asked(url: string, form: Record<string, string>) {
    const body = new URLSearchParams(form);
    const answer = await fetch(url.replace(shown, behind), { method: 'POST', headers: forwarded, body });
    return (await answer.json()) as { access_token: string; refresh_token: string };
  }
  async function administers(method: string, path: string, body?: object) {
    // Of the realm `master`, whose tokens hold for a minute.
    const { access_token: administrator } = await asked(`${shown}/realms/master/protocol/openid-connect/token`, {
      ...{ grant_type: 'password', client_id: 'admin-cli' },
      ...{ username: 'administrator', password },
    });
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

  /** A browser each: who has signed in to one application is not asked again by the next. */
  const browsers = new Map<string, ReturnType<typeof openBrowser>>();
  /** As its owner does, at the pages it shows. */
  async function signIn(account: DemoOfficial, application: Application): Promise<Session> {
    if (!browsers.has(account.id)) await makeAccount(account);
    const browser = browsers.get(account.id) ?? openBrowser({ shown, behind });
    browsers.set(account.id, browser);
    const { verifier, challenge } = codeChallenge();
    const { id: client_id, redirectUri: redirect_uri } = application;
    const asks = { response_type: 'code', scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256' };
    const query = new URLSearchParams({ client_id, redirect_uri, ...asks });
    let page: Page = await browser.visit(`${issuer}/protocol/openid-connect/auth?${query}`);
    for (let pages = 0; page.text !== ''; pages += 1) {
      const fields = pages < 5 ? fieldsFor(account, page) : undefined;
      if (!fields) throw new Error(`${account.id} cannot sign in: ${page.text.replace(/<[^>]*>|\s+/g, ' ')}`);
      page = await browser.send(page, fields);
    }
    const { access_token: token, refresh_token: refresh } = await asked(`${issuer}/protocol/openid-connect/token`, {
      ...{ grant_type: 'authorization_code', code: new URL(page.url).searchParams.get('code') ?? '' },
      ...{ client_id, redirect_uri, code_verifier: verifier, ...application.secret },
    });
    return { token, refresh };
  }

  function fieldsFor({ id }: DemoOfficial, { text }: Page): Record<string, string> | undefined {
    const factor = /id="totpSecret"[^>]*value="([^"]+)"/.exec(text)?.[1];
    if (factor) return { totp: oneTimeCode(factor), userLabel: '手机' };
    if (text.includes('name="password-new"')) return { 'password-new': ownPassword, 'password-confirm': ownPassword };
    if (text.includes('name="password"')) return { username: id, password: firstPassword };
    return undefined;
  }

  const sessions = new Map<string, Promise<Session>>();
  async function tokenFor(account: DemoOfficial, application: Application): Promise<string> {
    const name = `${account.id} at ${application.id}`;
    const known = sessions.get(name) ?? signIn(account, application);
    sessions.set(name, known);
    const { token, refresh } = await known;
    // A refresh token is good once: who comes second waits for what the first is given.
    if (sessions.get(name) !== known) return tokenFor(account, application);
    if ((decodeJwt(token).exp ?? 0) * 1_000 > Date.now() + 120_000) return token;
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refresh,
      client_id: application.id,
      ...application.secret,
    };
    const renewed = asked(`${issuer}/protocol/openid-connect/token`, form);
    sessions.set(
      name,
      renewed.then(({ access_token, refresh_token }) => ({ token: access_token, refresh: refresh_token })),
    );
    return (await renewed).access_token;
  }

  return {
    tokenFor,
    /** An application that the realm does not know of itself. */
    addApplication: ({ id, redirectUri }: Application) =>
      administers('POST', '/clients', {
        ...{ clientId: id, publicClient: true, redirectUris: [redirectUri], defaultClientScopes: [] },
      }),
  };
}
