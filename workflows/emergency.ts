import type { CaseId } from '../src/domain/case/ids.ts';
import type { Stage } from '../src/domain/case/stages.ts';
import { type Carried, runCase } from './kernel/runCase.ts';
import type { Case } from './kernel/story.ts';
import { accountability } from './stages/emergency/accountability.ts';
import { corrections } from './stages/emergency/corrections.ts';
import { firstAid } from './stages/emergency/firstAid.ts';
import { followUp } from './stages/emergency/followUp.ts';
import { identity } from './stages/emergency/identity.ts';
import { over, settling } from './stages/emergency/over.ts';
import { papers } from './stages/emergency/papers.ts';
import { report } from './stages/emergency/report.ts';
import { returnHome } from './stages/emergency/returnHome.ts';
import { jointMeetings } from './stages/meeting.ts';
import { referrals } from './stages/referrals.ts';

/** One emergency, from the report to the last paper. Workflow id `case:<caseId>`; starts from its case id alone. */
export function emergency(caseId: CaseId, carried?: Carried, traceparent?: string): Promise<void> {
  return runCase(caseId, emergencyStory, carried, traceparent);
}

/**
 * Money first, papers afterwards (SAL-2026 art. 50); beside the papers, whatever more is needed. From the answer on the
 * departments may be called together about it; at any time people are sent on to whoever else can help.
 */
export async function emergencyStory(c: Case): Promise<void> {
  c.register();
  const beside = [
    jointMeetings((c) => c.until(({ stage }) => stage === 'firstAid' || stage in afterwards)),
    (c: Case) => identity(c.beside('identity')),
    (c: Case) => corrections(c.beside('corrections')),
    (c: Case) => returnHome(c.beside('returns')),
    referrals,
  ];
  await c.during(beside, async (c) => {
    const stage = await through(urgent, c, c.state.stage);
    if (stage in afterwards) await c.during([followUp], (c) => through(afterwards, c, stage));
  });
}

type Stages = { readonly [stage in Stage]?: (c: Case) => Promise<Stage> };

const urgent: Stages = {
  intake: async () => 'report', // where every case begins
  report,
  firstAid,
};

const afterwards: Stages = {
  papers,
  accountability,
  /** The papers are done, and what was decided beside them is still being given. The case ends with the last of it. */
  giving: async (c) => {
    await c.until(({ endedAs, aid }) => endedAs !== undefined || aid?.followUp === undefined);
    return c.state.endedAs === undefined ? over(c, 'aided') : 'ended';
  },
  settling,
};

/** From stage to stage as long as they are of these; gives the one that is not. */
async function through(stages: Stages, c: Case, begunAt: Stage): Promise<Stage> {
  let stage = begunAt;
  for (let tell = stages[stage]; tell; tell = stages[stage]) {
    stage = await tell(c);
    if (stage !== 'ended') c.enter(stage);
  }
  return stage;
}
