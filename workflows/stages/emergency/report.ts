import type { OutcomeOf } from '../../../src/domain/case/taskKinds.ts';
import type { Case } from '../../kernel/story.ts';
import { type NextStage, over } from './over.ts';

/**
 * 接报: somebody answers, day and night. Who is on call is written to at once; who does not answer within the minutes of
 * policy is followed by the next, and after the last the county answers as well. The clock of the aid runs meanwhile.
 */
export async function report(c: Case): Promise<NextStage> {
  c.startClock('firstAid');
  const answer = await c.firstOf((c) => c.humanTask('answerReport', { clock: 'firstAid' }), countyAnswers);
  c.beside('duty').stopClock('answerReport');
  if (answer === 'responded') return 'firstAid';
  return answer === 'duplicate' ? over(c, 'joined') : 'settling';
}

async function countyAnswers(c: Case): Promise<OutcomeOf<'answerForTownship'>> {
  const duty = c.beside('duty');
  for (;;) {
    duty.callDuty();
    await duty.settled();
    const { dutyExhausted, dutyReached } = c.state.emergency ?? {};
    if (!dutyReached) break; // nobody to wait for
    duty.restartClock('answerReport');
    await duty.clockPasses('answerReport');
    if (dutyExhausted) break;
    duty.again();
  }
  return c.humanTask('answerForTownship', { clock: 'firstAid' });
}
