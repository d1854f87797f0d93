import type { OutcomeOf } from '../../src/domain/case/taskKinds.ts';
import type { Case } from '../kernel/story.ts';

/**
 * 听取意见: before anything is taken from the family it is told what is intended and why, and is heard (SAL-2026 art. 48).
 * Nothing is taken by silence: while nobody has heard it the benefit goes on, and the clock calls the county.
 */
export async function hearing(c: Case): Promise<OutcomeOf<'hear'>> {
  c.issue('intendedDecision');
  c.message('hearing');
  c.startClock('hearing');
  const outcome = await c.humanTask('hear', { clock: 'hearing' });
  c.stopClock('hearing');
  return outcome;
}
