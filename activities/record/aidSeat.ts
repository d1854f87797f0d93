import { businessDateOf } from '../../src/domain/calendar.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { townshipDecides } from '../../src/domain/temporary/competence.ts';
import { temporaryLaw } from '../../src/domain/temporary/law.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** Who gives aid: in an emergency whoever is on duty, day and night; otherwise the window of the township. */
export function aidGiver({ programme }: CaseState): Role {
  return programme === 'emergency' ? 'duty_officer' : 'township_clerk';
}

/** Who decides aid, and later whether it goes on: of an emergency the county, otherwise by amount and delegation of the day. */
export function aidDecider(state: CaseState, law: Pick<CaseLaw, 'lookup' | 'now'>): Role {
  if (state.programme === 'emergency' || state.aid?.byCounty) return 'county_officer';
  const ofToday = temporaryLaw(law.lookup, businessDateOf(law.now));
  return townshipDecides(state, ofToday) ? 'township_reviewer' : 'county_officer';
}
