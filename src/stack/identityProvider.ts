import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Adapter, ClientMetadata, Configuration } from 'oidc-provider';
import { demoOfficials, demoSecret } from './demoOfficials.ts';
import { StackFailure } from './failure.ts';

export interface IdentityProvider {
  /** The issuer, which is also where its discovery document lies. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface IdentityProviderOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly audience: string;
  /** Keeps the signing key over restarts; without it the key is new each time. */
  readonly keyFile?: string;
}

/** How long a token lasts, in seconds. */
const tokenLifetime = 3_600;

/**
 * The development identity provider: a real OpenID provider in this process whose clients are the demo officials.
 * `POST /token` with grant_type=client_credentials, client_id and client_secret gives a JWT with the claims
 * `officer`, `roles`, `division`, and `department` where the account is of one.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  if (process.env.NODE_ENV === 'production')
    throw new StackFailure(
      'The development identity provider does not run in production. 生产环境不得使用开发用身份服务。',
      'Set OIDC_ISSUER to the identity provider of your organisation. 请将 OIDC_ISSUER 设为本单位的身份服务。',
    );
  const server = createServer();
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  const keys = [await signingKey(options.keyFile)];
  const provider = await quietly(async () => {
    const { Provider } = await import('oidc-provider');
    return new Provider(url, configuration(options.audience, keys));
  });
  server.on('request', provider.callback());
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configuration(audience: string, keys: JWK[]): Configuration {
  return {
    clients: demoOfficials.map(({ id, label }) => client(id, label)),
    jwks: { keys } as NonNullable<Configuration['jwks']>,
    adapter: forgetful,
    routes: { token: '/token', jwks: '/jwks' },
    ttl: { ClientCredentials: tokenLifetime },
    extraTokenClaims: (_context, token) => {
      const official = demoOfficials.find(({ id }) => id === token.clientId);
      if (!official) return undefined;
      const { officer, roles, division, department } = official;
      return { officer, roles, division, ...(department ? { department } : {}) };
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true, // with a resource, tokens are JWTs and carry its audience
        defaultResource: () => 'urn:doudi',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLifetime,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

function client(id: string, name: string): ClientMetadata {
  return {
    client_id: id,
    client_name: name,
    client_secret: demoSecret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256',
  };
}

/** Nothing need be stored: the clients are in the configuration and the tokens speak for themselves. */
const forgetful = (): Adapter => ({
  upsert: async () => {},
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
});

async function signingKey(file: string | undefined): Promise<JWK> {
  if (file && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: `dev-${Date.now()}` };
  if (file) writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

/** The library warns on the console about its defaults and about Node 20, which mean nothing to who starts a demo. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  console.warn = console.info = () => {};
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}
