import type { Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../kernel/story.ts';
import { countyVisit } from '../confirmation.ts';
import { decision } from './decision.ts';

/** Temporary aid is decided by the township within its limit, by the county above it. */
export async function decisionOfAid(c: Case): Promise<Stage> {
  const decided = await c.during([(c) => countyVisit(c, 'decideAid')], decision);
  if (decided === 'returned') return 'survey';
  c.stopClock('wholeProcedure');
  return decided === 'approved' ? 'giving' : 'refusal';
}
