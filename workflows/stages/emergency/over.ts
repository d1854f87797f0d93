import { isMeetingUnderWay } from '../../../src/domain/case/foldMeeting.ts';
import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../kernel/story.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'ended'>;

/** The aid is settled. The file stays open until the departments have done what a joint meeting gave them to do. */
export async function over(c: Case, as: Ending): Promise<'ended'> {
  if (isMeetingUnderWay(c.state)) await c.until((state) => !isMeetingUnderWay(state));
  c.enter('ended');
  c.end(as);
  return 'ended';
}
