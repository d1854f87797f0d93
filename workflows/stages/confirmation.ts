import type { Stage } from '../../src/domain/case/stages.ts';
import { needsCountyVisit } from '../../src/domain/case/state.ts';
import type { Case } from '../kernel/story.ts';

/** 审核确认: the county, or the township under a delegation in force that day, decides (MCA-57 arts. 20, 21). */
export async function confirmation(c: Case): Promise<Stage> {
  c.startClock('countyConfirm');
  const outcome = await c.during([countyVisit], (c) => c.humanTask('confirm', { clock: 'countyConfirm' }));
  c.stopClock('countyConfirm');
  if (outcome === 'returned') return 'survey';
  c.stopClock('wholeProcedure');
  if (outcome === 'refused') return 'refusal';
  c.issue('confirmation');
  c.grantBenefit();
  return 'benefit';
}

/** With a registered relative or a complaint the county visits the home first; otherwise it may (MCA-57 art. 20). */
export async function countyVisit(c: Case, within: 'countyConfirm' | 'decideAid' = 'countyConfirm'): Promise<void> {
  if (c.state.countyVisited) return;
  await c.humanTask('countyVisit', { clock: within, ...(needsCountyVisit(c.state) ? { urgent: true } : {}) });
}
