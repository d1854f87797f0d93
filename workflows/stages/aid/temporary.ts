import type { Case } from '../../kernel/story.ts';

/** 临时救助: given once, or in stages, and no benefit from month to month. */
export function isTemporary({ state }: Case): boolean {
  return state.programme === 'temporary';
}
