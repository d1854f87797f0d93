import { isIdentityUnsettled } from '../../../src/domain/case/foldIdentity.ts';
import { isMeetingUnderWay } from '../../../src/domain/case/foldMeeting.ts';
import { waitsForAnswer } from '../../../src/domain/case/foldReferral.ts';
import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { CaseState } from '../../../src/domain/case/state.ts';
import type { Case } from '../../kernel/story.ts';
import { stagesAreOver } from '../others.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'giving' | 'settling' | 'ended'>;

/** The papers are done: over, unless more is being given. */
export function unlessFollowedUp(c: Case): NextStage {
  return c.state.aid?.followUp === undefined ? over(c, 'aided') : 'giving';
}

/**
 * Nothing is left to do, but for what others have still to do. What is found to be given twice has somebody answer for it.
 * A report that was joined is the other case's.
 */
export function over(c: Case, as: Ending): NextStage {
  if (as !== 'joined' && !isSettled(c.state)) return 'settling';
  if (c.state.aidContestedFen !== undefined) return 'accountability';
  c.enter('ended');
  c.end(as);
  return 'ended';
}

/**
 * 待了结: all is done here. The file stays open until the departments have done what a joint meeting gave them to do, until
 * what the person was given elsewhere is judged, and until whoever people were sent on to has answered.
 */
export async function settling(c: Case): Promise<NextStage> {
  await c.settled(); // the decision itself may say whereto
  stagesAreOver(c);
  await c.until(isSettled);
  return c.state.aid?.followUp === undefined ? over(c, endingOf(c.state)) : 'giving';
}

function isSettled(state: CaseState): boolean {
  return !waitsForAnswer(state) && !isMeetingUnderWay(state) && !isIdentityUnsettled(state);
}

function endingOf({ emergency, aid }: CaseState): Ending {
  if (aid?.way === undefined) return 'notEmergency';
  if (emergency?.overOn !== undefined) return 'aided';
  return aid.way === 'refused' ? 'aidRefused' : 'aidNotNeeded';
}
