import type { CaseId } from '../src/domain/case/ids.ts';
import { type Carried, runCase } from './kernel/runCase.ts';
import type { Case } from './kernel/story.ts';
import { accountability } from './stages/emergency/accountability.ts';
import { firstAid } from './stages/emergency/firstAid.ts';
import { referred } from './stages/emergency/over.ts';
import { papers } from './stages/emergency/papers.ts';
import { report } from './stages/emergency/report.ts';
import { referrals } from './stages/referrals.ts';

/** One emergency, from the report to the last paper. Workflow id `case:<caseId>`; starts from its case id alone. */
export function emergency(caseId: CaseId, carried?: Carried): Promise<void> {
  return runCase(caseId, emergencyStory, carried);
}

/** Money first, papers afterwards (SAL-2026 art. 50); at any time, on to whoever else can help. */
export async function emergencyStory(c: Case): Promise<void> {
  c.register();
  await c.during([referrals], life);
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
  referred,
};

function isOfEmergency(stage: string): stage is keyof typeof stagesOfEmergency {
  return stage in stagesOfEmergency;
}
