import type { Family } from '../../src/db/case/family.ts';
import { businessDateOf } from '../../src/domain/calendar.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { type ReviewClass, reviewCadence } from '../../src/domain/dibao/reviewClass.ts';
import { type CaseLaw, missing } from '../../src/policy/law.ts';
import { inputOf } from './assessment.ts';

/** How often the family is to be reviewed as it is today (MCA-57 art. 31). */
export function reviewClassOf(family: Family, law: CaseLaw, state: CaseState): ReviewClass {
  if (family.family.members.length === 0) return 'A';
  const cadence = reviewCadence(inputOf(family, law, state), { shortTerm: state.shortTerm ?? false }, law.lookup);
  if (!cadence.ok) throw missing(cadence.refusal, state.township, businessDateOf(law.now));
  return cadence.value.reviewClass;
}
