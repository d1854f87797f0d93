import type { Case } from '../../kernel/story.ts';

/**
 * 身份更正: who was established may turn out to be somebody else. One person of the county brings the proof, the county's
 * leader decides; then all that the right person was given is looked up as it was at first.
 */
export async function corrections(c: Case): Promise<never> {
  await c.until(({ person }) => person !== undefined);
  for (;;) {
    await c.humanTask('correctIdentity');
    c.startClock('confirmCorrection');
    await c.humanTask('confirmCorrection', { clock: 'confirmCorrection' });
    c.stopClock('confirmCorrection');
    c.again();
    await c.settled();
  }
}
