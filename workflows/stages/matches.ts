import type { Case } from '../kernel/story.ts';

/**
 * 数据比对: what a register says of a member is looked into by a person, with the family's word, before anything follows
 * from it. One after another; those that come meanwhile are counted. Found true, a look at the family follows by itself;
 * found wrong, the months held are paid. Those of the
 * survivors go with them to the file of their own.
 */
export async function matches(c: Case): Promise<never> {
  for (;;) {
    await c.until(({ matchesToSettle = 0 }) => matchesToSettle > 0);
    c.startClock('settleMatch');
    await c.firstOf(
      async (c) => {
        await c.humanTask('confirmMatch', { clock: 'settleMatch' });
      },
      (c) => c.until(({ matchesToSettle = 0 }) => matchesToSettle === 0),
    );
    c.stopClock('settleMatch');
    c.again();
  }
}
