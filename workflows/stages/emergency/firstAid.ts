import type { Case } from '../../kernel/story.ts';
import { type NextStage, over } from './over.ts';

/**
 * 先行救助: one officer of the township gives what is needed now, within the delegation and the limit of the day. What
 * goes beyond them the county decides, within the same clock.
 */
export async function firstAid(c: Case): Promise<NextStage> {
  let way: string = await c.humanTask('firstAid', { clock: 'firstAid' });
  if (way === 'toCounty') way = await c.humanTask('countyAid', { clock: 'firstAid' });
  if (way === 'notNeeded') return over(c, 'aidNotNeeded');
  if (way === 'refused') {
    c.issue('aidRefusal');
    return over(c, 'aidRefused');
  }
  await delivered(c.beside('aid'));
  c.stopClock('firstAid');
  return 'papers';
}

/**
 * Until the help has arrived. A transfer whose fate is not known is waited for, and never sent again; another way is
 * taken only once the bank has refused it, or has let it be recalled.
 */
async function delivered(c: Case): Promise<void> {
  for (;;) {
    await c.settled();
    const way = c.state.aid?.way;
    if (way === 'notNeeded') return;
    c.giveAid();
    if (way !== 'transfer') return;
    c.effect('transferNow');
    c.restartClock('transferFate');
    await c.during([recall], (c) => c.fact('transferOutcome'));
    c.stopClock('transferFate');
    await c.settled();
    if (c.state.aid?.transfer?.stands === 'settled') return;
    await c.humanTask('payOtherwise', { clock: 'firstAid' });
    c.again();
  }
}

/** Whoever waits for a transfer may ask the bank for it back. */
async function recall(c: Case): Promise<void> {
  await c.humanTask('recallTransfer');
  c.effect('recallTransfer');
}
