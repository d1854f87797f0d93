import { answeredAtWindow, type Destination } from '../../src/domain/case/referrals.ts';
import { openedFor } from '../../src/domain/referredApplication.ts';
import type { Case } from '../kernel/story.ts';

/**
 * 转介: from any case to any other help, at any time. The family is told where its matter went; that side answers within
 * the days of policy, takes it up with the number of its case, declines with the reason (and the window passes it on
 * again), or has a file opened here from the papers that are there already. Nobody waits for another's answer.
 */
export async function referrals(c: Case): Promise<never> {
  return c.during([(c) => sentOn(c.beside('referrals')), (c) => answersFrom(c.beside('awaited'), 1)], (c) =>
    inTurn(c.beside('answers')),
  );
}

/** An emergency waits for no answer: it is opened with the decision, and its hours run from then on. */
async function sentOn(c: Case): Promise<never> {
  for (;;) {
    if ((await c.humanTask('referOn')) === 'emergency') c.openReferredFile('emergency');
    c.again();
  }
}

async function answersFrom(c: Case, no: number): Promise<void> {
  await c.until(({ referralsGiven = 0 }) => referralsGiven >= no);
  await c.together(
    async (c) => {
      const open = c.state.referred?.find((each) => each.no === no);
      if (open) await answered(c, open.to, no); // otherwise answered before the story was begun anew
    },
    (c) => answersFrom(c, no + 1),
  );
}

async function answered(c: Case, to: Destination, no?: number): Promise<void> {
  const kind = answeredAtWindow(to) ? 'answerReferral' : 'recordAnswer';
  c.issue('referral', no);
  c.startClock(kind, no);
  const answer = await c.humanTask(kind, { ...(no === undefined ? {} : { nth: no }), clock: kind, about: { to } });
  c.stopClock(kind, no);
  const programme = openedFor(to);
  if (answer === 'opened' && programme) c.openReferredFile(programme, no);
}

/** Referrals of before they had numbers are answered as they were begun, one after another. */
async function inTurn(c: Case): Promise<never> {
  for (;;) {
    await c.until(({ referrals }) => referrals !== undefined);
    await answered(c, c.state.referrals?.[0] ?? 'other');
    c.again();
  }
}
