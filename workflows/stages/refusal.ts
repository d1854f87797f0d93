import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';
import { isTemporary } from './aid/temporary.ts';
import { ended } from './ended.ts';

/** 不予确认: nothing is given, and the case ends when the family knows why and what it can do. */
export async function refusal(c: Case): Promise<Stage> {
  await refusalDelivered(c, isTemporary(c) ? 'aidDenial' : 'refusal');
  return ended(c, 'refused');
}

/** The letter with reasons and remedies reaches the family within three working days (MCA-57 art. 21). */
export async function refusalDelivered(c: Case, letter: 'refusal' | 'aidDenial'): Promise<void> {
  c.issue(letter);
  c.startClock('refusalLetter');
  await c.humanTask('deliverRefusal', { clock: 'refusalLetter' });
  c.stopClock('refusalLetter');
  await c.settled(); // whoever brought the letter may have sent them on
}
