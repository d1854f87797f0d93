import type { Case } from '../../kernel/story.ts';
import { repayments } from '../recovery.ts';
import { type NextStage, unlessFollowedUp } from './over.ts';

/**
 * 责任认定: aid that was not confirmed is not simply wrong. The county's leader finds that it was given in good faith
 * (容错), or that it is to come back.
 */
export async function accountability(c: Case): Promise<NextStage> {
  c.startClock('answerForAid');
  const found = await c.humanTask('answerForAid', { clock: 'answerForAid' });
  c.stopClock('answerForAid');
  await c.settled(); // what was contested is answered for
  if (found === 'recover')
    await c.during([(c) => repayments(c.beside('repayments'))], (c) =>
      c.until(({ owedBackFen = 0 }) => owedBackFen === 0),
    );
  return unlessFollowedUp(c);
}
