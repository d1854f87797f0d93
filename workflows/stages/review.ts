import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';

/**
 * 初审: the township's opinion on the calculation the system proposes. Only a proposed grant is posted, and
 * posted again after an objection where policy says so (docs/decisions/0002-posting.md).
 */
export async function review(c: Case): Promise<Stage> {
  const proposal = await c.humanTask('review', { clock: 'firstOpinion' });
  if (proposal === 'resurvey') return 'survey';
  c.stopClock('firstOpinion');
  const post = proposal === 'proposeGrant' && !c.state.postedEnough;
  return post ? 'posting' : 'confirmation';
}
