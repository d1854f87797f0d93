import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { CaseState } from '../../../src/domain/case/state.ts';
import type { Case } from '../../kernel/story.ts';
import { referralsAnswered } from '../referrals.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'referred' | 'ended'>;

/** Nothing is left to do, but for a referral that nobody has answered yet. A report that was joined is the other case's. */
export function over(c: Case, as: Ending): 'referred' | 'ended' {
  if (c.state.referrals && as !== 'joined') return 'referred';
  c.enter('ended');
  c.end(as);
  return 'ended';
}

/** 待转介答复: all is done here, and whoever people were sent on to has still to answer. */
export async function referred(c: Case): Promise<NextStage> {
  await c.settled(); // the decision itself may say whereto
  await referralsAnswered(c);
  return over(c, endingOf(c.state));
}

function endingOf({ emergency: { way, overOn } = { persons: 1, givenFen: 0 } }: CaseState): Ending {
  if (way === undefined) return 'notEmergency';
  if (overOn !== undefined) return 'aided';
  return way === 'refused' ? 'aidRefused' : 'aidNotNeeded';
}
