import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';
import { isTemporary } from './aid/temporary.ts';

/** 公示: seven days in the village; anyone may object, and then it is looked into again (MCA-57 art. 19). */
export async function posting(c: Case): Promise<Stage> {
  c.issue(isTemporary(c) ? 'aidPosting' : 'posting');
  c.startClock('posting');
  notCountedWhilePosted(c);
  const objected = await c.firstOf(
    async (c) => {
      await c.humanTask('objection');
      return true;
    },
    async (c) => {
      await c.clockPasses('posting');
      return false;
    },
  );
  c.stopClock('posting');
  c.resumeClock('wholeProcedure');
  if (!objected) return 'confirmation';
  return (await c.humanTask('handleObjection', { clock: 'wholeProcedure' })) === 'resurvey' ? 'survey' : 'review';
}

/** The days of a posting are not days of the whole procedure, where policy says so. */
export function notCountedWhilePosted(c: Case): void {
  c.pauseClock('wholeProcedure', { whileRuns: 'posting', reason: 'postingNotCounted' });
}
