import type { Stage } from '../../src/domain/case/stages.ts';
import { type CaseState, clockOf } from '../../src/domain/case/state.ts';
import type { Case } from '../kernel/story.ts';
import { accountChanges } from './accountChange.ts';
import { bridging } from './aid/bridging.ts';
import { closing } from './closing.ts';
import { letters } from './letters.ts';
import { looks } from './looks.ts';
import { recovery, repayments } from './recovery.ts';
import { remedies } from './remedies.ts';

/**
 * A benefit's whole life: paid every month, looked at again and again, ended, and its file closed when nothing can be
 * brought against the ending any more. What concerns its money and its remedies goes on until then.
 */
export async function lifeOfBenefit(c: Case): Promise<void> {
  const always = [
    (c: Case) => blockedPayments(c.beside('payments')),
    (c: Case) => letters(c.beside('letters')),
    (c: Case) => accountChanges(c.beside('account')),
    (c: Case) => recovery(c.beside('recovery')),
    (c: Case) => repayments(c.beside('repayments')),
    (c: Case) => remedies(c.beside('remedies')),
    (c: Case) => bridging(c.beside('bridging')),
  ];
  await c.during(always, async (c) => {
    let stage = c.state.stage;
    while (stage !== 'ended') stage = await (stage === 'closing' ? closing(c) : benefit(c));
  });
  c.end('benefitEnded');
}

/** 在保: looked at by its own clock and whenever something changes; ends when a look ends the benefit. */
async function benefit(c: Case): Promise<Stage> {
  await c.during([(c) => reportedChanges(c.beside('changes')), (c) => exitWarnings(c.beside('exits'))], (c) =>
    looks(c.beside('reviews')),
  );
  c.beside('changes').again(); // should the ending be revoked
  c.enter('closing');
  return 'closing';
}

/** A payment that the account stops, returned by the bank or held before it: the township corrects it, and the next run pays. */
async function blockedPayments(c: Case): Promise<never> {
  for (;;) {
    await c.fact('paymentBlocked');
    c.startClock('correctAccount');
    await c.humanTask('correctAccount', { clock: 'correctAccount' });
    c.stopClock('correctAccount');
    c.again();
  }
}

/** The family is told ahead that its exit by degrees is coming to its end; once for each exit. */
async function exitWarnings(c: Case): Promise<never> {
  for (;;) {
    await c.until(exitEndsSoon);
    c.message('exitAhead');
    await c.until((state) => !exitEndsSoon(state));
    c.again();
  }
}

function exitEndsSoon(state: CaseState): boolean {
  return clockOf(state, 'gradualExit')?.clock.warned === true;
}

/** The household, the village or an officer reports a change at any time (MCA-57 art. 30); a look at the family follows. */
async function reportedChanges(c: Case): Promise<never> {
  for (;;) {
    await c.humanTask('registerChange');
    c.again();
  }
}
