import type { z } from 'zod';
import type { changeSchema } from '../contracts/changes.ts';
import type { CaseDesk, Demo } from './caseDesk.ts';
import { cast } from './cast.ts';
import type { Text } from './words.ts';

export type Change = z.input<typeof changeSchema>;

/** The steps of a look at a family in benefit, each by whoever has to take it (MCA-57 arts. 30 to 33, SAL-2026 art. 48). */
export function lookAgain({ days }: Demo, desk: CaseDesk) {
  /** In words of its own: what was written for the family of an earlier demo is refused for this one. */
  const seen = async (finding: string) => ({
    investigators: [cast.investigatorA.officer, cast.investigatorB.officer],
    visitedOn: days.today(),
    finding: `${(await desk.details()).caseNumber}户：${finding}`,
  });

  return {
    unchanged: async (finding: string, what: Text) =>
      desk.decide(cast.investigatorA, 'periodicReview', { outcome: 'unchanged', ...(await seen(finding)) }, what),

    reported: (reason: string, changes: readonly Change[], what: Text) =>
      desk.decide(
        cast.clerk,
        'registerChange',
        { outcome: 'registered', reportedBy: 'household', changes, reason },
        what,
      ),

    found: async (finding: string, changes: readonly Change[], what: Text) =>
      desk.decide(
        cast.investigatorA,
        'verifyChange',
        { outcome: 'confirmed', ...(await seen(finding)), changes },
        what,
      ),

    proposed: (decision: { readonly outcome: string } & Record<string, unknown>, what: Text) =>
      desk.decide(cast.reviewer, 'proposeChange', decision, what),

    heard: (statement: string, what: Text) =>
      desk.decide(cast.clerk, 'hear', { outcome: 'heard', heardOn: days.today(), method: 'inPerson', statement }, what),

    confirmed: (what: Text) => desk.decide(cast.officer, 'confirmChange', { outcome: 'approved' }, what),

    delivered: (what: Text) =>
      desk.decide(
        cast.clerk,
        'deliverChange',
        { outcome: 'delivered', deliveredOn: days.today(), method: 'inPerson' },
        what,
      ),

    /** What was calculated for this look: the amount a month, 0 where the family is not eligible any more. */
    async calculated(): Promise<number> {
      await desk.opened('proposeChange');
      return (await desk.details()).assessment?.amountFen ?? 0;
    },
  };
}
