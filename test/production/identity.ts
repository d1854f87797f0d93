import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';

const secret = 'of-an-organisation-of-its-own';

/** An organisation's own OpenID provider: RSA keys, its own issuer, accounts by post. */
export interface Identity {
  readonly issuer: string;
  /** A token as the account gets it: over HTTP, signed with RS256. */
  tokenOf(account: DemoOfficial): Promise<string>;
  /** A good one that is meant for another application. */
  tokenForAnother(account: DemoOfficial): Promise<string>;
  /** As Temporal's interface passes it on, and where Temporal finds the keys; where the provider knows it. */
  tokenAtTemporal?(account: DemoOfficial): Promise<string>;
  readonly keysUrl?: string;
  stop(): Promise<void>;
}

/** One that takes a second to start, where Keycloak itself (keycloak.ts) is not at hand. */
export async function startIdentity(accounts: readonly DemoOfficial[]): Promise<Identity> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: 3072 });
  const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'rsa-1' };
  const provider = new Provider(issuer, {
    clients: accounts.map(({ id }) => ({
      client_id: id,
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    })),
    jwks: { keys: [key] as never },
    extraTokenClaims: (_context, token) => {
      const account = accounts.find(({ id }) => id === token.clientId);
      return account && { officer: account.officer, roles: account.roles, division: account.division };
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:doudi',
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => ({
          scope: '',
          audience: resource === 'urn:doudi' ? 'doudi' : 'somebody-else',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3_600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  server.on('request', provider.callback());

  const tokens = new Map<string, Promise<string>>();
  async function tokenFor({ id }: DemoOfficial, resource: Record<string, string>): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, ...resource };
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
  return {
    issuer,
    async tokenOf(account) {
      const known = tokens.get(account.id) ?? tokenFor(account, {});
      tokens.set(account.id, known);
      return known;
    },
    tokenForAnother: (account) => tokenFor(account, { resource: 'urn:somebody-else' }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
