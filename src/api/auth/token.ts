import { createHash } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Actor, actorOf } from './actor.ts';

/** The actor of a bearer token, or undefined where the token is not good. Rejects only when the keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Actor | undefined>;

/** A key the issuer has taken back is honoured no longer than this. */
const trustedForMs = 60_000;
/** Accounts of a large county that work at the same time, several times over. */
const mostKept = 10_000;

/**
 * Checks signature (RS256 or ES256 and nothing else), issuer, audience and expiry. A good token is known again by its hash
 * for a minute, and not beyond its expiry: its signature costs more to check than most of what is asked with it.
 * @param now milliseconds since 1970
 * @see https://github.com/panva/jose/blob/main/docs/jwt/verify/functions/jwtVerify.md
 */
export function tokenVerifier(expected: {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  readonly now?: () => number;
}): VerifyToken {
  const { keys, issuer, audience, now = Date.now } = expected;
  const known = new Map<string, { readonly actor: Actor; readonly until: number }>();

  function keep(hash: string, actor: Actor, { exp = 0 }: JWTPayload): void {
    known.delete(hash); // the order of the map is that in which tokens were checked
    known.set(hash, { actor, until: Math.min(exp * 1_000, now() + trustedForMs) });
    for (const oldest of known.keys()) {
      if (known.size <= mostKept) break;
      known.delete(oldest);
    }
  }

  return async (token) => {
    const hash = createHash('sha256').update(token).digest('base64');
    const kept = known.get(hash);
    if (kept && now() < kept.until) return kept.actor;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp'],
        clockTolerance: 5,
        currentDate: new Date(now()),
      });
      const actor = actorOf(payload);
      if (actor) keep(hash, actor, payload);
      return actor;
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
