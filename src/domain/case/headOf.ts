import { livesTogether } from '../application.ts';
import { ageOn, type PlainDate } from '../calendar.ts';
import type { Declaration } from './declaration.ts';

/** Who stands for the household, or who of it may be named to (member numbers). Nobody: a guardian must be found, or it ends. */
export type Head = { readonly named: number } | { readonly mayBe: readonly number[] };

/**
 * The household's applicant (MCA-57 art. 4). Once that one is dead, gone, in prison or missing, a grown member who lives
 * with the family must be named in their place. 单人保 is for the applicant alone: without them nobody is left to assist.
 */
export function headOf({ members, applyingAs }: Declaration, on: PlainDate): Head {
  const here = members.filter(livesTogether);
  const applicant = here.find(({ relation }) => relation === 'applicant');
  if (applicant) return { named: applicant.memberNo };
  if (applyingAs === 'singlePerson') return { mayBe: [] };
  return { mayBe: here.filter(({ birthDate }) => ageOn(birthDate, on) >= 18).map(({ memberNo }) => memberNo) };
}
