import type { CaseId } from '../src/domain/case/ids.ts';
import type { Stage } from '../src/domain/case/stages.ts';
import { type Carried, runCase } from './kernel/runCase.ts';
import type { Case } from './kernel/story.ts';
import { decisionOfAid } from './stages/aid/confirmation.ts';
import { giving } from './stages/aid/giving.ts';
import { reviewOfAid } from './stages/aid/review.ts';
import { isAidReviewed, isTemporary } from './stages/aid/temporary.ts';
import { lifeOfBenefit } from './stages/benefit.ts';
import { confirmation } from './stages/confirmation.ts';
import { ended } from './stages/ended.ts';
import { intake } from './stages/intake.ts';
import { matches } from './stages/matches.ts';
import { jointMeetings } from './stages/meeting.ts';
import { posting } from './stages/posting.ts';
import { referrals } from './stages/referrals.ts';
import { refusal } from './stages/refusal.ts';
import { complaints, extension } from './stages/requests.ts';
import { review } from './stages/review.ts';
import { survey } from './stages/survey.ts';

/** One continuing case, from the application to its end. Workflow id `case:<caseId>`; starts from its case id alone. */
export function assistance(caseId: CaseId, carried?: Carried, traceparent?: string): Promise<void> {
  return runCase(caseId, story, carried, traceparent);
}

/** The life of a case, as the law tells it; what registers say of its people is looked into at any time. */
export async function story(c: Case): Promise<void> {
  c.register();
  const meeting = jointMeetings((c) => c.until(isAidReviewed));
  await c.during([(c) => matches(c.beside('matches')), referrals, meeting], life);
}

async function life(c: Case): Promise<void> {
  let stage = goesOn(c);
  if (beforeDecision(stage)) {
    const came = await c.firstOf<Stage | 'withdrawn' | 'terminated'>(
      (c) => c.beside('case').humanTask('withdraw'),
      (c) => c.beside('case').humanTask('terminate'),
      (c) => procedure(c, stage),
    );
    stage = came === 'withdrawn' || came === 'terminated' ? await givenUp(c, came) : came;
  }
  if (stage === 'refusal') stage = await refusal(c);
  if (stage === 'giving') stage = await giving(c);
  if (stage === 'benefit' || stage === 'closing') await lifeOfBenefit(c);
}

/** The survivors of a head of household go on in a file of their own where the old one stopped: in benefit. */
function goesOn(c: Case): Stage {
  const { stage, predecessor } = c.state;
  if (predecessor === undefined || stage !== 'intake') return stage;
  c.enter('benefit');
  c.grantBenefit();
  return 'benefit';
}

/** From the application to the decision (MCA-57 arts. 4 to 22). */
function procedure(c: Case, begunAt: Stage): Promise<Stage> {
  return c.during([complaints, extension], async (c) => {
    let stage = begunAt;
    while (beforeDecision(stage)) {
      stage = await stagesBeforeDecision[stage](c);
      c.enter(stage);
    }
    return stage;
  });
}

const stagesBeforeDecision = {
  intake,
  survey,
  review: (c: Case) => (isTemporary(c) ? reviewOfAid(c) : review(c)),
  posting,
  confirmation: (c: Case) => (isTemporary(c) ? decisionOfAid(c) : confirmation(c)),
};

function beforeDecision(stage: Stage): stage is keyof typeof stagesBeforeDecision {
  return stage in stagesBeforeDecision;
}

/** The family withdraws at any stage; refusing to cooperate ends the procedure (MCA-57 arts. 4, 29). */
async function givenUp(c: Case, as: 'withdrawn' | 'terminated'): Promise<Stage> {
  c.issue(as === 'withdrawn' ? 'withdrawal' : 'termination');
  return ended(c, as);
}
