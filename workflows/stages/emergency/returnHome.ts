import { isHelped } from '../../../src/domain/case/foldEmergency.ts';
import type { Case } from '../../kernel/story.ts';

/**
 * 护送返乡、移交: once help was given, whoever is at home elsewhere may be seen home, and the county there is told what was
 * done here. The case waits for nobody to go: what must come first a joint meeting has a department do.
 */
export async function returnHome(c: Case): Promise<void> {
  await c.until(isHelped);
  await c.humanTask('returnHome');
  c.handOver();
}
