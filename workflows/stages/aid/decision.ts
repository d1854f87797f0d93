import type { OutcomeOf } from '../../../src/domain/case/taskKinds.ts';
import type { Case } from '../../kernel/story.ts';

/** 救助决定: one decision about all the stages, by another person than proposed them, in writing. */
export async function decision(c: Case): Promise<OutcomeOf<'decideAid'>> {
  c.startClock('decideAid');
  const decided = await c.humanTask('decideAid', { clock: 'decideAid' });
  c.stopClock('decideAid');
  if (decided === 'approved') c.issue('aidApproval');
  return decided;
}
