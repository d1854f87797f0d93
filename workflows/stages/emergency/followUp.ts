import type { CaseState } from '../../../src/domain/case/state.ts';
import type { Case } from '../../kernel/story.ts';
import { decision } from '../aid/decision.ts';
import { inStages } from '../aid/inStages.ts';
import { refusalDelivered } from '../refusal.ts';
import { over } from './over.ts';

/**
 * 跟进救助: where first aid is not enough, the township proposes more, the county decides once, and it is given in stages;
 * refused, the family is told why and what it can do. Beside the papers, which wait for none of them.
 */
export async function followUp(c: Case): Promise<void> {
  if (!mayNeedMore(c.state)) await c.until(mayNeedMore);
  const own = c.beside('followUp');
  let returned = c.state.aid?.followUp === 'returned';
  for (;;) {
    if (returned) own.startClock('proposeFollowUp');
    const proposed = await own.humanTask(
      'proposeFollowUp',
      returned ? { urgent: true, clock: 'proposeFollowUp' } : undefined,
    );
    own.stopClock('proposeFollowUp');
    const decided = proposed === 'proposed' ? await decision(own) : 'notNeeded';
    const stages = c.beside('stages');
    if (decided === 'approved' && (await inStages(stages)) === 'stopped') stages.again(); // more may be decided
    if (decided === 'refused') await refusalDelivered(own, 'aidDenial');
    returned = decided === 'returned';
    own.again();
    // The papers are done: where nothing else is left, the case ends with the last of what is given.
    if (c.state.stage === 'giving' && !returned && over(c, 'aided') === 'ended') return;
  }
}

/**
 * Only whoever was helped is helped further: a report that was none, or needed nothing, is over. Where more was decided it
 * stays so, also when a stage of it turned out not to be needed.
 */
function mayNeedMore({ aid, rounds }: CaseState): boolean {
  if (aid?.plan !== undefined || (rounds.followUp ?? 1) > 1) return true;
  return aid?.way !== undefined && aid.way !== 'notNeeded' && aid.way !== 'refused';
}
