import type { Case } from '../kernel/story.ts';

/**
 * 变更收款账户: asked for at the window, approved by another person, told to the family, and not paid into for a cycle of
 * payments: money diverted by a forged request is the classic fraud, and the family must have time to say so.
 */
export async function accountChanges(c: Case): Promise<never> {
  for (;;) {
    await c.humanTask('requestAccountChange');
    c.startClock('approveAccount');
    const outcome = await c.humanTask('approveAccountChange', { clock: 'approveAccount' });
    c.stopClock('approveAccount');
    if (outcome === 'approved') c.issue('accountChanged');
    c.again();
  }
}
