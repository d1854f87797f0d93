import type { DecisionInput } from './county.ts';

/** A home visit by two investigators, as the law asks at least (MCA-57 art. 16). */
export function visit(investigators: readonly string[] = ['i-1', 'i-2'], on = '2026-12-01'): DecisionInput {
  return {
    outcome: 'visited',
    investigators: [...investigators],
    familyMemberPresent: 1,
    visitedAt: `${on}T08:30:00+08:00`,
    place: '家庭住址',
    findings: [{ item: '住房', text: '租住一间，与申报一致' }],
    documents: [],
  };
}
