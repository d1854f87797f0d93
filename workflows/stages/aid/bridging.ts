import { type CaseState, clockOf } from '../../../src/domain/case/state.ts';
import type { Case } from '../../kernel/story.ts';
import { delivered } from './delivery.ts';

/**
 * 过渡性救助: until its first month is paid, a newly confirmed family may be given aid ahead, where the county has switched
 * it on. It is temporary aid beside the benefit, once, and nothing of it is taken from the benefit: the family is told so
 * in writing. Survivors who go on in a file of their own have been paid all along.
 */
export async function bridging(c: Case): Promise<void> {
  if (c.state.predecessor !== undefined) return;
  for (;;) {
    await c.humanTask('bridge');
    c.startClock('giveAid');
    await delivered(c.beside('aid'), 'giveAid');
    if (c.state.aid?.way !== 'notNeeded') c.issue('bridgingAid');
    c.stopClock('giveAid');
    c.again();
  }
}

/** Something given ahead is still under way. */
export function isBeingBridged(state: CaseState): boolean {
  return clockOf(state, 'giveAid') !== undefined;
}
