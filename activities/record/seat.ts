import { countyOf } from '../../src/domain/authority.ts';
import { type ClockKindName, clockKinds } from '../../src/domain/case/clockKinds.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { levelOf, type Role } from '../../src/domain/case/roles.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { type TaskKindName, taskKinds } from '../../src/domain/case/taskKinds.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import { aidDecider, aidGiver } from './aidSeat.ts';

/**
 * Who is to decide a task: the role of its kind, or, resolved on the day, the confirmer (the county, or the township
 * under a delegation in force) and the supervisor of the late clock's owner.
 */
export function seatOf(
  kind: TaskKindName,
  state: CaseState,
  law: Pick<CaseLaw, 'delegated' | 'lookup' | 'now'>,
  clock?: ClockKindName,
): { role: Role; division: DivisionCode } {
  const role = roleOf(taskKinds[kind].role, state, law, clock);
  const county = `${countyOf(state.township)}000000` as DivisionCode;
  return { role, division: levelOf[role] === 'county' ? county : state.township };
}

const supervisors = { investigator: 'township_reviewer', township: 'county_officer', county: 'county_leader' } as const;

function roleOf(
  role: (typeof taskKinds)[TaskKindName]['role'],
  state: CaseState,
  law: Pick<CaseLaw, 'delegated' | 'lookup' | 'now'>,
  clock?: ClockKindName,
): Role {
  if (role === 'confirmer') return law.delegated ? 'township_reviewer' : 'county_officer';
  if (role === 'supervisor') return supervisors[(clock && clockKinds[clock].owner) ?? 'county'];
  if (role === 'aidGiver') return aidGiver(state);
  if (role === 'aidDecider') return aidDecider(state, law);
  return role;
}
