import type { Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../kernel/story.ts';

/** 初审: the township's opinion on temporary aid, and in which stages it is to be given. Posted where policy says so. */
export async function reviewOfAid(c: Case): Promise<Stage> {
  const proposed = await c.humanTask('proposeAid', { clock: 'firstOpinion' });
  if (proposed === 'resurvey') return 'survey';
  c.stopClock('firstOpinion');
  return proposed === 'proposed' && !c.state.postedEnough ? 'posting' : 'confirmation';
}
