import type { Case } from '../kernel/story.ts';

/**
 * 行政复议、行政诉讼: what is brought against a decision, and what comes of it. Its execution is not suspended meanwhile
 * (ARL-2023 art. 42), unless the county pays as before until the outcome is known: the
 * record says so with the registration. A decision revoked is as if it had not
 * been; one to be made anew is made at a new look; one upheld holds, as a rule since ever.
 */
export async function remedies(c: Case): Promise<never> {
  for (;;) {
    await c.humanTask('registerRemedy');
    const outcome = await c.humanTask('recordRemedy');
    if (outcome !== 'redo') c.changeBenefit();
    if (outcome === 'revoked' || outcome === 'changed') {
      c.stopClock('gradualExit');
      c.stopClock('suspension');
    }
    c.again();
  }
}
