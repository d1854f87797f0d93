import type { Stage } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';

/** 家庭经济状况调查: home visit and data check side by side, then every difference between them resolved (MCA-57 arts. 15 to 18). */
export async function survey(c: Case): Promise<Stage> {
  c.startClock('startSurvey');
  c.startClock('startCheck');
  await c.together(homeVisit, dataCheck);
  c.compare();
  await resolveDiscrepancies(c);
  c.assess();
  await c.settled();
  if (c.state.assessment?.eligible === false && (await objectsToCheck(c))) return 'survey';
  return 'review';
}

async function homeVisit(c: Case): Promise<void> {
  await c.humanTask('startSurvey', { clock: 'startSurvey' });
  c.stopClock('startSurvey');
  await c.humanTask('homeVisit', { clock: 'firstOpinion' });
}

async function dataCheck(c: Case): Promise<void> {
  await c.humanTask('startCheck', { clock: 'startCheck' });
  c.stopClock('startCheck');
  c.startClock('checkFinish');
  for (let nth = 1; (await oneRequest(c, nth)) === 'resend'; nth++);
  c.stopClock('checkFinish');
}

/**
 * One request and what comes of it. The platform is silent: the county sends again, or takes the report on paper; a late
 * report is taken all the same. A source that policy demands did not answer: its silence proves nothing, so the county
 * asks again, or takes that source's word on paper.
 */
async function oneRequest(c: Case, nth: number): Promise<'resend' | 'paperReport' | 'reported'> {
  c.effect('requestCheck', again(nth));
  const answer = await c.firstOf(reportOf(nth), chasedWhenSilent(nth));
  if (answer !== 'reported') return answer;
  await c.settled();
  if (!c.state.sourcesMissing) return 'reported';
  return c.humanTask('completeCheck', { nth, clock: 'wholeProcedure' });
}

/** The first request carries no number. */
const again = (nth: number) => (nth === 1 ? undefined : nth);

const reportOf = (nth: number) => async (c: Case) => {
  await c.fact('checkReport', again(nth));
  return 'reported' as const;
};

const chasedWhenSilent = (nth: number) => async (c: Case) => {
  await c.clockPasses('checkFinish');
  return c.humanTask('chaseCheck', { nth, clock: 'wholeProcedure' });
};

/** Each difference between what check and visit showed and the declaration is a task of its own (MCA-57 arts. 17, 18). */
async function resolveDiscrepancies(c: Case): Promise<void> {
  await c.settled();
  const differences = Array.from({ length: c.state.discrepancies }, (_, i) => i + 1);
  await c.together(
    ...differences.map((nth) => async (c: Case) => {
      await c.humanTask('resolveDiscrepancy', { nth, clock: 'firstOpinion', about: { difference: nth } });
    }),
  );
}

/** Found not eligible: the family is told why, and may object with proof; then it is checked again (MCA-57 art. 18). */
async function objectsToCheck(c: Case): Promise<boolean> {
  c.issue('notEligibleByCheck');
  c.startClock('checkObjection');
  const objected = await c.firstOf(
    async (c) => (await c.humanTask('objectToCheck', { clock: 'checkObjection' })) === 'objected',
    async (c) => {
      await c.clockPasses('checkObjection');
      return false;
    },
  );
  c.stopClock('checkObjection');
  return objected;
}
