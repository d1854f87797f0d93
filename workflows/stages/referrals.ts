import { answeredAtWindow } from '../../src/domain/case/referrals.ts';
import { openedFor } from '../../src/domain/referredApplication.ts';
import type { Case } from '../kernel/story.ts';

/**
 * 转介: from any case to any other help, at any time. The family is told where its matter went; that side answers within
 * the days of policy, takes it up with the number of its case, declines with the reason (and the window passes it on
 * again), or has a file opened here from the papers that are there already. One after another.
 */
export async function referrals(c: Case): Promise<never> {
  return c.during([(c) => sentOn(c.beside('referrals'))], (c) => answers(c.beside('answers')));
}

/** An emergency waits for no answer: it is opened with the decision, and its hours run from then on. */
async function sentOn(c: Case): Promise<never> {
  for (;;) {
    if ((await c.humanTask('referOn')) === 'emergency') c.openReferredFile('emergency');
    c.again();
  }
}

async function answers(c: Case): Promise<never> {
  for (;;) {
    await c.until(({ referrals }) => referrals !== undefined);
    const [to = 'other'] = c.state.referrals ?? [];
    const kind = answeredAtWindow(to) ? 'answerReferral' : 'recordAnswer';
    c.issue('referral');
    c.startClock(kind);
    const answer = await c.humanTask(kind, { clock: kind, about: { to } });
    c.stopClock(kind);
    const programme = openedFor(to);
    if (answer === 'opened' && programme) c.openReferredFile(programme);
    c.again();
  }
}
