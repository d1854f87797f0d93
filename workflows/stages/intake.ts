import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';
import { othersDone } from './others.ts';

/** 受理: the township accepts, asks once for all that is missing, or does not accept (MCA-57 art. 10). */
export async function intake(c: Case): Promise<Stage> {
  c.startClock('acceptance');
  const outcome = await c.humanTask('accept', { clock: 'acceptance' });
  c.stopClock('acceptance');
  if (outcome === 'supplementNeeded') return supplement(c);
  if (outcome === 'notAccepted') {
    c.issue('nonAcceptance');
    await othersDone(c);
    c.end('notAccepted');
    return 'ended';
  }
  c.issue('acceptance');
  c.startClock('wholeProcedure');
  c.startClock('firstOpinion');
  return 'survey';
}

/** 一次性告知: with the papers, or without them when their time is over, the township looks at the application again. */
async function supplement(c: Case): Promise<Stage> {
  c.issue('supplementList');
  c.message('bringPapers');
  c.startClock('supplement');
  await c.humanTask('supplement', { clock: 'supplement' });
  c.stopClock('supplement');
  return 'intake';
}
