import type { CaseState } from '../../../src/domain/case/state.ts';
import type { Case } from '../../kernel/story.ts';

/** 临时救助: given once, or in stages, and no benefit from month to month. */
export function isTemporary({ state }: Case): boolean {
  return state.programme === 'temporary';
}

/** Of temporary aid departments may be asked from its first review on: beyond the cap it needs their leave. */
export function isAidReviewed({ programme, rounds }: CaseState): boolean {
  return programme === 'temporary' && rounds.review !== undefined;
}
