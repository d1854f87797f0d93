import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Actor, actorOf } from './actor.ts';

/** The actor of a bearer token, or undefined where the token is not good. Rejects only when the keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Actor | undefined>;

/**
 * Checks signature (RS256 or ES256 and nothing else), issuer, audience and expiry.
 * @see https://github.com/panva/jose/blob/main/docs/jwt/verify/functions/jwtVerify.md
 */
export function tokenVerifier(expected: {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}): VerifyToken {
  const { keys, issuer, audience } = expected;
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp'],
        clockTolerance: 5,
      });
      return actorOf(payload);
    } catch (error) {
      if (
        error instanceof errors.JOSEError &&
        !(error instanceof errors.JWKSTimeout) &&
        error.code !== 'ERR_JOSE_GENERIC'
      )
        return undefined;
      throw error;
    }
  };
}
