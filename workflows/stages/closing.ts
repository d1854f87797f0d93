import { waitsForAnswer } from '../../src/domain/case/foldReferral.ts';
import type { Stage } from '../../src/domain/case/stages.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { Case } from '../kernel/story.ts';
import { isBeingBridged } from './aid/bridging.ts';

/**
 * 停保后: the file stays open while the ending can be contested, and is closed when nothing is brought against it any
 * more and what was overpaid has come back, and what was given ahead has arrived. An ending that is revoked, or to be decided anew, or that a register has
 * something to say about, leads back to the benefit. A new application is free at once.
 */
export async function closing(c: Case): Promise<Stage> {
  c.startClock('contest');
  const next = await c.firstOf(
    async (c) => {
      await c.clockPasses('contest');
      await c.until(
        (state) =>
          !goesOn(state) &&
          !state.remedyPending &&
          !state.matchesToSettle &&
          !state.lettersToDeliver &&
          !state.overpaidFen &&
          !state.owedBackFen &&
          !waitsForAnswer(state) &&
          !isBeingBridged(state),
      );
      return 'ended' as const;
    },
    async (c) => {
      await c.until(goesOn);
      return 'benefit' as const;
    },
  );
  c.stopClock('contest');
  c.enter(next);
  return next;
}

function goesOn({ benefit, redo, changesToLookAt = 0 }: CaseState): boolean {
  return redo === true || changesToLookAt > 0 || ['restored', 'corrected', 'asBefore'].includes(benefit?.cause ?? '');
}
