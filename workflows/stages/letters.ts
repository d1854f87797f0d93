import type { Case } from '../kernel/story.ts';

/**
 * 送达: each decision that takes something reaches the family in writing, within its days. Beside the looks: a letter that
 * lies about calls the county, and keeps no review and no ending from coming about.
 */
export async function letters(c: Case): Promise<never> {
  for (;;) {
    await c.until((state) => (state.lettersToDeliver ?? 0) > 0);
    c.startClock('changeLetter');
    await c.humanTask('deliverChange', { clock: 'changeLetter' });
    c.stopClock('changeLetter');
    c.again();
    await c.settled();
  }
}
