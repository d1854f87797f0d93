import type { Doer } from '../../domain/case/events.ts';
import type { DivisionCode, OfficerId } from '../../domain/case/ids.ts';
import { levelOf, type Role, roles } from '../../domain/case/roles.ts';
import { type DepartmentCode, isDepartment } from '../../domain/meeting/departments.ts';

/** Who sends a request: the natural person behind the account, the roles it holds, and for which division. */
export interface Actor {
  readonly officer: OfficerId;
  readonly roles: readonly Role[];
  readonly division: DivisionCode;
  /** Of those that joint meetings call. */
  readonly department?: DepartmentCode;
}

/** The actor as the journal names who decided a task. */
export function doerFor(actor: Actor, asked: Role): Doer {
  const role = roleFor(actor, asked);
  const { officer, division, department } = actor;
  return { officer, role, division, ...(role === 'department_officer' && department ? { department } : {}) };
}

/** Whether this actor may know of a task: who is there for a department alone knows that department's. */
export function isOfConcern(actor: Actor, about: { readonly [name: string]: unknown }): boolean {
  return !isOnlyOfDepartment(actor) || about.department === actor.department;
}

/** Somebody of a department who has no other office: of cases they see what their meetings are about. */
export function isOnlyOfDepartment({ roles }: Actor): boolean {
  return roles.every((role) => role === 'department_officer');
}

/**
 * The actor that a token's claims describe, or undefined where they do not. The person is `officer`, never the account: with
 * two accounts and no staff number, one person would be two, and four eyes two. A role that does not fit the division's
 * level, or lacks its department, is not held.
 */
export function actorOf(claims: { readonly [name: string]: unknown }): Actor | undefined {
  const { officer, roles: held, division, department } = claims;
  if (typeof officer !== 'string' || !/^[A-Za-z0-9-]{3,40}$/.test(officer)) return undefined;
  if (typeof division !== 'string' || !/^\d{12}$/.test(division) || !Array.isArray(held)) return undefined;
  return {
    officer: officer as OfficerId,
    division: division as DivisionCode,
    roles: roles.filter((role) => role !== 'machine' && held.includes(role) && fits(role, claims)),
    ...(isDepartment(department) ? { department } : {}),
  };
}

/** The role in which to decide a task: the one it asks for where the actor holds it. */
function roleFor(actor: Actor, asked: Role): Role {
  if (actor.roles.includes(asked)) return asked;
  // A delegated confirmation goes back to the county when the delegation has ended (src/domain/authority.ts).
  const own = actor.roles.includes('county_officer') ? 'county_officer' : actor.roles[0];
  return own ?? asked;
}

function fits(role: Role, { division, department }: { readonly [name: string]: unknown }): boolean {
  if (role === 'department_officer' && !isDepartment(department)) return false;
  const level = String(division).endsWith('000000') ? 'county' : 'township';
  return levelOf[role] === 'any' || levelOf[role] === level;
}
