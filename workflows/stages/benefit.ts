import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';

/** 在保: the family is paid every month; what the bank returns is put right, and the review falls due by its own clock. */
export async function benefit(c: Case): Promise<Stage> {
  await c.together(
    (c) => blockedPayments(c.beside('payments')),
    (c) => periodicReviews(c.beside('reviews')),
  );
  return 'ended';
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

/** 定期核查 (MCA-57 art. 31). */
async function periodicReviews(c: Case): Promise<never> {
  for (;;) {
    c.startClock('review');
    await c.clockPasses('review');
    await c.humanTask('periodicReview', { clock: 'review' });
    c.stopClock('review');
    c.again();
  }
}
