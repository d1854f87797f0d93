import type { DepartmentCode } from '../../src/domain/meeting/departments.ts';
import type { Case } from '../kernel/story.ts';

/** From some moment of a case on, departments may be called together about it; what they are given to do is beside all else. */
export function jointMeetings(possible: (c: Case) => Promise<void>): (c: Case) => Promise<void> {
  return (c) =>
    c.together(
      async (c) => {
        await possible(c);
        await meetings(c.beside('meeting'));
      },
      (c) => followUps(c.beside('followUps')),
    );
}

/**
 * 联席会议、一事一议: what one office cannot settle alone the county puts before the departments (SAL-2026 art. 4). Papers
 * go to each, each says what it thinks, and who does not by the end of the period is absent; the meeting waits for nobody.
 */
async function meetings(c: Case): Promise<never> {
  for (;;) {
    await c.humanTask('conveneMeeting');
    await c.settled();
    const departments = c.state.meeting?.departments ?? [];
    for (const [i, department] of departments.entries()) c.sendPapers(department, i + 1);
    c.startClock('meetingOpinions');
    c.startClock('jointMeeting');
    await c.during([(c) => opinions(c, departments)], (c) => c.humanTask('holdMeeting', { clock: 'jointMeeting' }));
    c.stopClock('jointMeeting');
    c.again();
    await c.settled();
  }
}

async function opinions(c: Case, departments: readonly DepartmentCode[]): Promise<void> {
  const asked = departments.map((department, i) => async (c: Case) => {
    await c.humanTask('giveOpinion', { nth: i + 1, clock: 'meetingOpinions', about: { department } });
  });
  await c.firstOf(
    (c) => c.together(...asked),
    (c) => c.clockPasses('meetingOpinions'),
  );
  c.stopClock('meetingOpinions');
}

/** What meetings gave the departments to do, each with its own day, beside each other. */
function followUps(c: Case): Promise<void> {
  return followUpsFrom(c, 1);
}

async function followUpsFrom(c: Case, no: number): Promise<void> {
  await c.until(({ meeting }) => (meeting?.followUpsGiven ?? 0) >= no);
  await c.together(
    (c) => followUp(c, no),
    (c) => followUpsFrom(c, no + 1),
  );
}

async function followUp(c: Case, no: number): Promise<void> {
  const given = c.state.meeting?.followUps.find((each) => each.no === no);
  if (!given) return; // done before the story was begun anew
  const { department } = given;
  c.startClock('departmentTask', no);
  const about = { department, followUp: no };
  const went = await c.humanTask('departmentTask', { nth: no, clock: 'departmentTask', about });
  c.stopClock('departmentTask', no);
  if (went === 'cannot') await reassigned(c, no, department);
}

/** What a department cannot do goes back to the county: another department, the meeting again, or it is needed no more. */
async function reassigned(c: Case, no: number, department: DepartmentCode): Promise<void> {
  await c.settled();
  if (!c.state.meeting?.followUps.some((each) => each.no === no && each.cannot)) return; // said before the county was asked
  c.startClock('reassign', no);
  await c.humanTask('reassign', { nth: no, clock: 'reassign', about: { department, followUp: no } });
  c.stopClock('reassign', no);
}
