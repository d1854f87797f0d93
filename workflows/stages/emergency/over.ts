import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../kernel/story.ts';
import { referralsAnswered } from '../referrals.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'ended'>;

/** Nothing is left to do, once whoever people were sent on to has answered. */
export async function over(c: Case, as: Ending): Promise<'ended'> {
  await referralsAnswered(c);
  c.enter('ended');
  c.end(as);
  return 'ended';
}
