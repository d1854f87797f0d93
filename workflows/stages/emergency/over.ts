import { isIdentityUnsettled } from '../../../src/domain/case/foldIdentity.ts';
import { isMeetingUnderWay } from '../../../src/domain/case/foldMeeting.ts';
import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { CaseState } from '../../../src/domain/case/state.ts';
import type { Case } from '../../kernel/story.ts';
import { ended } from '../ended.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'giving' | 'ended'>;

/** The papers are done: over, unless more is being given. */
export async function unlessFollowedUp(c: Case): Promise<NextStage> {
  return c.state.aid?.followUp === undefined ? over(c, 'aided') : 'giving';
}

/**
 * The aid is settled. The file stays open until the departments have done what a joint meeting gave them to do, until
 * what the person was given elsewhere is judged, and until whoever people were sent on to has answered; what is found to
 * be given twice has somebody answer for it.
 */
export async function over(c: Case, as: Ending): Promise<NextStage> {
  if (!isSettled(c.state)) await c.until(isSettled);
  if (c.state.aidContestedFen !== undefined) return 'accountability';
  return ended(c, as);
}

function isSettled(state: CaseState): boolean {
  return !isMeetingUnderWay(state) && !isIdentityUnsettled(state);
}
