import { createHash } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Actor, actorOf } from './actor.ts';

export interface VerifyToken {
  /** The actor of a bearer token, or undefined where the token is not good. Rejects only when the keys cannot be had. */
  (token: string): Promise<Actor | undefined>;
  /** Whether this very token was good before and has not expired: whoever sends it is no stranger. */
  readonly wasGood: (token: string) => boolean;
}

/** A key the issuer has taken back is honoured no longer than this. */
const trustedForMs = 60_000;
/** Accounts of a large county that work at the same time, several times over. */
const mostKept = 10_000;

interface Known {
  readonly actor: Actor;
  /** Taken on its word until then; milliseconds since 1970. */
  readonly until: number;
  readonly expires: number;
}

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
  const known = new Map<string, Known>();

  function keep(hash: string, actor: Actor, { exp = 0 }: JWTPayload): void {
    known.delete(hash); // the order of the map is that in which tokens were checked
    const expires = exp * 1_000;
    known.set(hash, { actor, until: Math.min(expires, now() + trustedForMs), expires });
    for (const oldest of known.keys()) {
      if (known.size <= mostKept) break;
      known.delete(oldest);
    }
  }

  async function verify(token: string): Promise<Actor | undefined> {
    const hash = hashOf(token);
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
      known.delete(hash);
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  const wasGood = (token: string) => now() < (known.get(hashOf(token))?.expires ?? 0);
  return Object.assign(verify, { wasGood });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
