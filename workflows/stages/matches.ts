import type { Case } from '../kernel/story.ts';

/**
 * 数据比对: what a register says of a member is looked into by a person, with the family's word, before anything follows
 * from it. One after another; those that come meanwhile are counted. Found true, a look at the family follows by itself;
 * found wrong, the months held are paid.
 */
export async function matches(c: Case): Promise<never> {
  for (;;) {
    await c.until(({ matchesToSettle = 0 }) => matchesToSettle > 0);
    c.startClock('settleMatch');
    await c.humanTask('confirmMatch', { clock: 'settleMatch' });
    c.stopClock('settleMatch');
    c.again();
  }
}
