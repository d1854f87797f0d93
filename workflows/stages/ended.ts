import type { Ending } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';
import { referralsAnswered } from './referrals.ts';

/** The case ends, once whoever people were sent on to has answered. */
export async function ended(c: Case, as: Ending): Promise<'ended'> {
  await referralsAnswered(c);
  c.enter('ended');
  c.end(as);
  return 'ended';
}
