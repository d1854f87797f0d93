import type { Case } from '../kernel/story.ts';

/**
 * 行政复议、行政诉讼: what is brought against a decision, and what comes of it. Its execution is not suspended meanwhile
 * (ARL-2023 art. 42). A decision revoked is as if it had not been; one to be made anew is made at a new look.
 */
export async function remedies(c: Case): Promise<never> {
  for (;;) {
    await c.humanTask('registerRemedy');
    const outcome = await c.humanTask('recordRemedy');
    if (outcome === 'revoked' || outcome === 'changed') {
      c.changeBenefit();
      c.stopClock('gradualExit');
      c.stopClock('suspension');
    }
    c.again();
  }
}
