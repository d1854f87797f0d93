import type { CaseId } from '../src/domain/case/ids.ts';
import { type Carried, runCase } from './kernel/runCase.ts';
import type { Case } from './kernel/story.ts';
import { accountability } from './stages/emergency/accountability.ts';
import { firstAid } from './stages/emergency/firstAid.ts';
import { identity } from './stages/emergency/identity.ts';
import { papers } from './stages/emergency/papers.ts';
import { report } from './stages/emergency/report.ts';
import { followUps, meetings } from './stages/meeting.ts';
import { referrals } from './stages/referrals.ts';

/** One emergency, from the report to the last paper. Workflow id `case:<caseId>`; starts from its case id alone. */
export function emergency(caseId: CaseId, carried?: Carried): Promise<void> {
  return runCase(caseId, emergencyStory, carried);
}

/**
 * Money first, papers afterwards (SAL-2026 art. 50). From the answer on the departments may be called together about it; at
 * any time people are sent on to whoever else can help.
 */
export async function emergencyStory(c: Case): Promise<void> {
  c.register();
  const beside = [
    jointMeetings,
    (c: Case) => followUps(c.beside('followUps')),
    (c: Case) => identity(c.beside('identity')),
    referrals,
  ];
  await c.during(beside, life);
}

async function jointMeetings(c: Case): Promise<void> {
  await c.until(({ stage }) => stage === 'firstAid' || stage === 'papers' || stage === 'accountability');
  await meetings(c.beside('meeting'));
}

async function life(c: Case): Promise<void> {
  let { stage } = c.state;
  while (isOfEmergency(stage)) {
    stage = await stagesOfEmergency[stage](c);
    if (stage !== 'ended') c.enter(stage);
  }
}

const stagesOfEmergency = {
  intake: async () => 'report' as const, // where every case begins
  report,
  firstAid,
  papers,
  accountability,
};

function isOfEmergency(stage: string): stage is keyof typeof stagesOfEmergency {
  return stage in stagesOfEmergency;
}
