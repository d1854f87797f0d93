import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';

const secret = 'of-an-organisation-of-its-own';

/** An organisation's own OpenID provider, as Keycloak is in docker-compose.yml: RSA keys, its own issuer, accounts by post. */
export interface Identity {
  readonly issuer: string;
  /** A token as the account gets it: over HTTP, signed with RS256. */
  tokenOf(account: DemoOfficial, resource?: string): Promise<string>;
  stop(): Promise<void>;
}

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

  return {
    issuer,
    async tokenOf({ id }, resource) {
      const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
      const body = new URLSearchParams({ ...form, ...(resource === undefined ? {} : { resource }) });
      const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
