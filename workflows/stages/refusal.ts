import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';
import { isTemporary } from './aid/temporary.ts';
import { referralsAnswered } from './referrals.ts';

/** 不予确认: the letter with reasons and remedies reaches the family within three working days (MCA-57 art. 21). */
export async function refusal(c: Case): Promise<Stage> {
  c.issue(isTemporary(c) ? 'aidDenial' : 'refusal');
  c.startClock('refusalLetter');
  await c.humanTask('deliverRefusal', { clock: 'refusalLetter' });
  c.stopClock('refusalLetter');
  await c.settled(); // whoever brought the letter may have sent them on
  await referralsAnswered(c);
  c.enter('ended');
  c.end('refused');
  return 'ended';
}
