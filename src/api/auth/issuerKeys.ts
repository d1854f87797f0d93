import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

const discoverySchema = z.object({ jwks_uri: z.url() });
const within = 5_000;

/** The issuer gave no keys: it is away, still starting, or something before it answers in its place. */
export class IssuerAway extends Error {}

/**
 * The issuer's keys, found through its discovery document at first use and kept; renewed by jose when a key is new.
 * Rejects as `IssuerAway` where they cannot be had now.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | undefined;
  return async (...asked) => {
    try {
      keys ??= createRemoteJWKSet(await placeOfKeys(issuer), { timeoutDuration: within });
      return await keys(...asked);
    } catch (error) {
      throw isOfTheToken(error) ? error : new IssuerAway('The identity provider gives no keys');
    }
  };
}

async function placeOfKeys(issuer: string): Promise<URL> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(within),
  });
  return new URL(discoverySchema.parse(await answer.json()).jwks_uri);
}

/** Said of the keys that are there: none of them, or more than one, is what the token names. */
const isOfTheToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
