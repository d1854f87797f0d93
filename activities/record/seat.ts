import { countyOf } from '../../src/domain/authority.ts';
import { type ClockKindName, clockKinds } from '../../src/domain/case/clockKinds.ts';
import type { Particulars } from '../../src/domain/case/events.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { levelOf, type Role } from '../../src/domain/case/roles.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { type TaskKind, type TaskKindName, taskKinds } from '../../src/domain/case/taskKinds.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import { aidDecider, aidGiver } from './aidSeat.ts';

/**
 * Who is to decide a task: the role of its kind, or, resolved on the day, the confirmer (the county, or the township
 * under a delegation in force), the supervisor of the late clock's owner, or whoever answers for a department.
 */
export function seatOf(
  kind: TaskKindName,
  state: CaseState,
  law: Pick<CaseLaw, 'delegated' | 'lookup' | 'now'>,
  clock?: ClockKindName,
  about?: Particulars,
): { role: Role; division: DivisionCode } {
  const role = roleOf(taskKinds[kind].role, state, law, clock, about);
  const county = `${countyOf(state.township)}000000` as DivisionCode;
  return { role, division: levelOf[role] === 'county' ? county : state.township };
}

const supervisors = { investigator: 'township_reviewer', township: 'county_officer', county: 'county_leader' } as const;

function roleOf(
  role: TaskKind['role'],
  state: CaseState,
  law: Pick<CaseLaw, 'delegated' | 'lookup' | 'now'>,
  clock?: ClockKindName,
  about?: Particulars,
): Role {
  if (role === 'confirmer') return law.delegated ? 'township_reviewer' : 'county_officer';
  if (role === 'supervisor') return supervisors[(clock && clockKinds[clock].owner) ?? 'county'];
  // The township's part is its own people's, who see the case anyway; the others have accounts that say their department.
  if (role === 'department') return about?.department === 'township' ? 'township_reviewer' : 'department_officer';
  if (role === 'named') return about?.by as Role;
  if (role === 'aidGiver') return aidGiver(state);
  if (role === 'aidDecider') return aidDecider(state, law);
  return role;
}
