import { isMeetingUnderWay } from '../../src/domain/case/foldMeeting.ts';
import { waitsForAnswer } from '../../src/domain/case/foldReferral.ts';
import { stages } from '../../src/domain/case/stages.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { Case } from '../kernel/story.ts';

/**
 * No case ends while a referral has no answer, or departments have something left to do: until then its owner is here. What
 * was to be done in its stages is over.
 */
export async function othersDone(c: Case): Promise<void> {
  if (!waitsForOthers(c.state)) return;
  stagesAreOver(c);
  await c.until((state) => !waitsForOthers(state));
}

/** Nothing is left to do in the stages: their periods call nobody any more. */
export function stagesAreOver(c: Case): void {
  for (const [key, { kind }] of Object.entries(c.state.clocks)) if (isOfStage(key)) c.stopClock(kind);
}

function waitsForOthers(state: CaseState): boolean {
  return waitsForAnswer(state) || isMeetingUnderWay(state);
}

function isOfStage(key: string): boolean {
  return stages.some((stage) => key.startsWith(`${stage}.`));
}
