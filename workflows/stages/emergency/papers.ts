import type { Case } from '../../kernel/story.ts';
import { type NextStage, unlessFollowedUp } from './over.ts';

/**
 * 补齐手续: once the emergency is over, the person, the cause, the amount, the signatures and the proof are written down
 * within the days of policy, and another person judges what was done. Papers that are missing never undo the help.
 */
export async function papers(c: Case): Promise<NextStage> {
  if (c.state.emergency?.overOn === undefined) {
    c.startClock('endEmergency');
    await c.humanTask('endEmergency', { clock: 'endEmergency' });
    c.stopClock('endEmergency');
    await c.settled();
  }
  c.startClock('emergencyPapers');
  await c.humanTask('completePapers', { clock: 'emergencyPapers' });
  const judged = await c.humanTask('confirmAid', { clock: 'emergencyPapers' });
  if (judged === 'returned') return 'papers';
  c.stopClock('emergencyPapers');
  if (judged === 'notConfirmed' || c.state.aidContestedFen !== undefined) return 'accountability';
  c.issue('aidConfirmation');
  return unlessFollowedUp(c);
}
