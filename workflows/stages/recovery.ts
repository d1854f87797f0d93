import type { Case } from '../kernel/story.ts';

/**
 * 追缴: what was really paid beyond what is owed is asked back only by a decision: proposed with the months and amounts of
 * the payment record, the family heard, decided by another person (SAL-2026 arts. 73, 74). Nothing is set off against a benefit.
 */
export async function recovery(c: Case): Promise<never> {
  for (;;) {
    await c.until((state) => state.overpaidFen !== undefined);
    c.startClock('proposeRecovery');
    const proposed = await c.humanTask('proposeRecovery', { clock: 'proposeRecovery' });
    c.stopClock('proposeRecovery');
    if (proposed === 'propose') await reply(c);
    c.startClock('decideRecovery');
    const decided = await c.humanTask('decideRecovery', { clock: 'decideRecovery' });
    c.stopClock('decideRecovery');
    if (decided !== 'returned') c.decideRecovery();
    if (decided === 'recover') c.issue('recovery');
    if (decided === 'waive') c.issue('recoveryWaived');
    c.again();
    await c.settled();
  }
}

/** The family may say what it has to say; it need not. */
async function reply(c: Case): Promise<void> {
  c.issue('recoveryIntended');
  c.startClock('recoveryReply');
  await c.firstOf(
    async (c) => {
      await c.humanTask('recordReply', { clock: 'recoveryReply' });
    },
    (c) => c.clockPasses('recoveryReply'),
  );
  c.stopClock('recoveryReply');
}

/** What is owed back comes back by instalments; each has its month, and a remainder can be let go by the county's leader. */
export async function repayments(c: Case): Promise<never> {
  for (;;) {
    await c.until((state) => (state.owedBackFen ?? 0) > 0);
    c.startClock('instalment');
    await c.firstOf(
      async (c) => {
        await c.humanTask('recordRepayment', { clock: 'instalment' });
      },
      async (c) => {
        await c.humanTask('waiveRemainder');
      },
    );
    c.stopClock('instalment');
    c.again();
    await c.settled();
  }
}
