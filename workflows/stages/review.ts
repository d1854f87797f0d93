import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';

/** 初审: the township's opinion on the calculation the system proposes. Only a proposed grant is posted (docs/decisions). */
export async function review(c: Case): Promise<Stage> {
  const proposal = await c.humanTask('review', { clock: 'firstOpinion' });
  c.stopClock('firstOpinion');
  return proposal === 'proposeGrant' ? 'posting' : 'confirmation';
}
