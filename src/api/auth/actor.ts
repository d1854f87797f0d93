import type { DivisionCode, OfficerId } from '../../domain/case/ids.ts';
import { levelOf, type Role, roles } from '../../domain/case/roles.ts';

/** Who sends a request: the natural person behind the account, the roles it holds, and for which division. */
export interface Actor {
  readonly officer: OfficerId;
  readonly roles: readonly Role[];
  readonly division: DivisionCode;
}

/** The whole country: what outside systems write for, once their signature is checked. */
export const everywhere = '000000000000' as DivisionCode;

/** The actor that a token's claims describe, or undefined where they do not. A role that does not fit the division's level is not held. */
export function actorOf(claims: { readonly [name: string]: unknown }): Actor | undefined {
  const { sub, officer = sub, roles: held, division } = claims;
  if (typeof officer !== 'string' || !/^[A-Za-z0-9-]{3,40}$/.test(officer)) return undefined;
  if (typeof division !== 'string' || !/^\d{12}$/.test(division) || !Array.isArray(held)) return undefined;
  return {
    officer: officer as OfficerId,
    division: division as DivisionCode,
    roles: roles.filter((role) => role !== 'machine' && held.includes(role) && fits(role, division)),
  };
}

/** The role in which to decide a task: the one it asks for where the actor holds it. */
export function roleFor(actor: Actor, asked: Role): Role {
  if (actor.roles.includes(asked)) return asked;
  // A delegated confirmation goes back to the county when the delegation has ended (src/domain/authority.ts).
  const own = actor.roles.includes('county_officer') ? 'county_officer' : actor.roles[0];
  return own ?? asked;
}

function fits(role: Role, division: string): boolean {
  const level = division.endsWith('000000') ? 'county' : 'township';
  return levelOf[role] === 'any' || levelOf[role] === level;
}
