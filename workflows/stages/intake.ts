import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';

/** 受理: the township accepts, asks once for all that is missing, or does not accept (MCA-57 art. 10). */
export async function intake(c: Case): Promise<Stage> {
  c.startClock('acceptance');
  let outcome = await c.humanTask('accept', { clock: 'acceptance' });
  if (outcome === 'supplementNeeded') {
    c.stopClock('acceptance');
    c.issue('supplementList');
    c.startClock('supplement');
    await c.humanTask('supplement', { clock: 'supplement' });
    c.stopClock('supplement');
    outcome = await c.humanTask('accept', { nth: 2 });
  }
  c.stopClock('acceptance');
  if (outcome !== 'accepted') {
    c.issue('nonAcceptance');
    c.end('notAccepted');
    return 'ended';
  }
  c.issue('acceptance');
  c.startClock('wholeProcedure');
  c.startClock('firstOpinion');
  return 'survey';
}
