import type { ClockKindName } from '../../../src/domain/case/clockKinds.ts';
import type { Case } from '../../kernel/story.ts';

/**
 * Until the help has arrived, whatever decided it. A transfer whose fate is not known is waited for, and never sent again;
 * another way is taken only once the bank has refused it, or has let it be recalled.
 */
export async function delivered(c: Case, within: ClockKindName): Promise<void> {
  for (;;) {
    await c.settled();
    const way = c.state.aid?.way;
    if (way !== 'notNeeded') c.giveAid();
    if (way !== 'transfer') break;
    c.effect('transferNow');
    c.restartClock('transferFate');
    await c.during([recall], (c) => c.fact('transferOutcome'));
    c.stopClock('transferFate');
    await c.settled();
    if (c.state.aid?.transfer?.stands === 'settled') break;
    await c.humanTask('payOtherwise', { clock: within });
    c.again();
  }
  c.again(); // whatever is given next is a giving of its own
}

/** Whoever waits for a transfer may ask the bank for it back. */
async function recall(c: Case): Promise<void> {
  await c.humanTask('recallTransfer');
  c.effect('recallTransfer');
}
