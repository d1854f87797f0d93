import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { closesPapers } from '../support/emergencies.ts';
import { accident, answersFor, called, convenes, decision, opinion } from '../support/meetings.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
afterAll(() => town?.close());

const cash = (yuan: number) => ({
  outcome: 'cash',
  amountFen: yuan * 100,
  receipt: 'SJ-0001',
  receivedBy: '本人按印',
  reason: '受伤无处可去',
  unrelated: true,
  documents: [],
});

/** An accident that is answered and waits for its aid. */
async function answered(): Promise<CaseFile> {
  const file = await town.reports(accident());
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  return file;
}

async function withTheCounty(): Promise<CaseFile> {
  const file = await answered();
  const ask = { outcome: 'toCounty', amountFen: 804_000, reason: '伤情重', documents: [] };
  await file.decides(town.people.duty1, 'firstAid', ask);
  return file;
}

/** Helped with 800 yuan; the papers wait. */
async function aided(): Promise<CaseFile> {
  const file = await answered();
  await file.decides(town.people.duty1, 'firstAid', cash(800));
  return file;
}

async function opinionOf(file: CaseFile, department: (typeof called)[number]) {
  const own = await file.waitsForAll('giveOpinion');
  return own.find(({ about }) => about.department === department)!;
}

async function answers(file: CaseFile, departments: readonly (typeof called)[number][]) {
  for (const department of departments) {
    const task = await opinionOf(file, department);
    const answer = await file.tries(answersFor(town, department), 'giveOpinion', opinion, { task });
    expect(answer.status, JSON.stringify(answer)).toBe(200);
  }
}

describe('an injured man without papers or kin', () => {
  it('is put before six departments: five answer, one is absent, shelter takes him in, and the file waits for it', async () => {
    const { people, window } = town;
    const file = await aided();
    const record = await convenes(town, file);
    const seen = await file.get('meeting');
    expect(seen).toMatchObject({
      isUnderWay: true,
      meetings: [{ round: 1, why: 'complex', calledBy: people.officer.officer, meetingOn: '2026-09-30', held: null }],
    });
    const [first, second] = seen.meetings[0].departments;
    expect(first).toMatchObject({ name: '当阳市公安局', stands: 'asked', papers: { documents: [], sha256: [] } });
    expect(second.papers).toMatchObject({ documents: [record], sha256: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
    expect(first.papers.contentHash).not.toBe(second.papers.contentHash);

    const worklist = (await window.get(people.health, `/v1/tasks?caseId=${file.caseId}`)).json().items;
    expect(worklist).toMatchObject([{ kind: 'giveOpinion', about: { department: 'health' } }]);
    expect((await file.get(`documents/${record}`, people.health)).status).toBe(200);
    expect((await file.get(`documents/${record}`, people.police)).status).toBe(404);
    expect((await file.get('', people.health)).status).toBe(403);
    expect((await file.get('meeting', people.health)).meetings[0].agenda).toEqual(['伤者安置', '身份核实']);

    await answers(file, ['police', 'health']);
    await file.parks();
    await answers(file, ['medicalInsurance', 'shelter', 'township']);
    const early = await file.tries(people.leader, 'holdMeeting', await decision(town, file));
    expect(early).toMatchObject({ status: 409, code: 'opinionsOutstanding' });

    await town.lives('2026-09-28');
    expect((await file.get('meeting')).meetings[0].departments[3]).toMatchObject({
      department: 'housing',
      stands: 'absent',
      opinion: null,
    });
    await file.parks();
    const followUps = [
      { department: 'shelter', task: '接收安置，联系医院', dueOn: '2026-10-12' },
      { department: 'police', task: '核实身份' },
    ];
    await file.decides(people.leader, 'holdMeeting', await decision(town, file, { followUps }));
    expect(await file.certificate('jointMeeting')).toMatchObject({ verdict: 'onTime' });
    expect((await file.get('meeting', people.leader)).followUps).toMatchObject([
      { no: 1, department: 'shelter', stands: 'open', task: '接收安置，联系医院' },
      { no: 2, department: 'police', stands: 'open', task: '核实身份' },
    ]);

    await closesPapers(town, file);
    expect((await file.now()).endedAs).toBeNull();
    await file.parks();

    const [own] = (await window.get(people.shelter, '/v1/tasks?kind=departmentTask')).json().items;
    expect(own).toMatchObject({ caseId: file.caseId, about: { department: 'shelter', followUp: 1 } });
    await file.decides(people.shelter, 'departmentTask', { outcome: 'done', report: '已入站安置', documents: [] });
    expect((await file.now()).endedAs).toBeNull();
    await file.decides(people.police, 'departmentTask', { outcome: 'cannot', reason: '查无户籍', documents: [] });
    await file.decides(people.officer, 'reassign', { outcome: 'dropped', reason: '已由亲属指认', documents: [] });
    await expect.poll(async () => (await file.now()).endedAs, { timeout: 30_000 }).toBe('aided');
    expect((await file.get('meeting', people.leader)).followUps).toMatchObject([
      { stands: 'done', report: '已入站安置', reassigned: null },
      { stands: 'cannot', report: '查无户籍', reassigned: { outcome: 'dropped', reason: '已由亲属指认' } },
    ]);
  });

  it('what a department cannot do is the county’s to settle in its days: another’s, or the next meeting’s', async () => {
    const { people } = town;
    const file = await aided();
    await convenes(town, file, 'complex', await town.today());
    await answers(file, called);
    const followUps = [
      { department: 'housing', task: '安排公租房' },
      { department: 'health', task: '安排康复' },
    ];
    await file.decides(people.leader, 'holdMeeting', await decision(town, file, { followUps }));
    const cannot = { outcome: 'cannot', reason: '无房源', documents: [] };
    await file.decides(people.housing, 'departmentTask', cannot);
    await file.decides(people.health, 'departmentTask', { ...cannot, reason: '不属职责' });
    await file.parks();

    const [first, second] = await file.waitsForAll('reassign');
    expect(first).toMatchObject({ role: 'county_officer', about: { department: 'housing', followUp: 1 } });
    expect(await file.clock('reassign')).toMatchObject({ limit: { length: 3, unit: 'workingDays' } });
    const to = { outcome: 'reassigned', department: 'shelter', task: '站内安置', reason: '改由救助站', documents: [] };
    const education = await file.tries(
      people.officer,
      'reassign',
      { ...to, department: 'education' },
      { task: first! },
    );
    expect(education).toMatchObject({ status: 422, code: 'departmentNotListed' });
    expect((await file.tries(people.officer, 'reassign', to, { task: first! })).status).toBe(200);
    const back = { outcome: 'backToMeeting', reason: '需再议', documents: [] };
    expect(await file.tries(people.officer, 'reassign', back, { task: second! })).toMatchObject({
      ...{ status: 409, code: 'meetingNotCalled', remedy: expect.stringContaining('conveneMeeting') },
    });

    await town.lives(addDays((await file.clock('reassign')).dueOn, 1));
    const late = (await file.now()).tasks.filter(({ about }) => about.clock === 'reassign');
    expect(late).toMatchObject([{ kind: 'escalation', role: 'county_leader' }]);
    await convenes(town, file, 'complex', await town.today());
    await file.decides(people.officer, 'reassign', back);
    expect((await file.now()).tasks.filter(({ about }) => about.clock === 'reassign')).toEqual([]);
    await file.decides(people.shelter, 'departmentTask', { outcome: 'done', report: '已安置', documents: [] });
    expect((await file.get('meeting', people.leader)).followUps).toMatchObject([
      { no: 1, department: 'housing', stands: 'cannot', reassigned: { outcome: 'reassigned' } },
      { no: 2, department: 'health', stands: 'cannot', reassigned: { outcome: 'backToMeeting' } },
      { no: 3, department: 'shelter', stands: 'done', task: '站内安置' },
    ]);
  });

  it('of whom nobody takes care in time calls the county’s leader, each department by its own day', async () => {
    const { people } = town;
    const file = await aided();
    await convenes(town, file, 'complex', addDays(await town.today(), 7));
    await answers(file, called);
    const today = await town.today();
    const followUps = [
      { department: 'shelter', task: '接收安置', dueOn: addDays(today, 4) },
      { department: 'health', task: '安排康复', dueOn: addDays(today, 20) },
    ];
    await file.decides(people.leader, 'holdMeeting', await decision(town, file, { followUps }));
    await town.lives(addDays(today, 6));
    const escalations = (await file.now()).tasks.filter(
      ({ kind, about }) => kind === 'escalation' && about.clock === 'departmentTask',
    );
    expect(escalations).toMatchObject([{ role: 'county_leader' }]);
    await file.decides(people.shelter, 'departmentTask', { outcome: 'done', report: '已安置', documents: [] });
    const left = (await file.now()).tasks.filter(({ kind }) => kind === 'departmentTask');
    expect(left).toMatchObject([
      { about: { department: 'health' }, dueAt: expect.stringContaining(addDays(today, 20)) },
    ]);
    expect((await file.now()).tasks.some(({ about }) => about.clock === 'departmentTask')).toBe(false);
  });
});

describe('aid beyond the cap', () => {
  it('is refused without leave, given within the leave of a meeting, and no further', async () => {
    const { people } = town;
    const file = await withTheCounty();
    expect(await file.tries(people.officer, 'countyAid', cash(10_000))).toMatchObject({ code: 'aboveAidCap' });
    await convenes(town, file, 'aboveCap', addDays(await town.today(), 1));
    await answers(file, called);
    const vote = { way: 'votes', for: 2, against: 1, abstained: 0 };
    await file.decides(
      people.leader,
      'holdMeeting',
      await decision(town, file, { leaveFen: 200_000, decidedBy: vote }),
    );
    expect((await file.get('meeting')).meetings[0].held).toMatchObject({
      leaveFen: 200_000,
      votes: { for: 2, against: 1 },
    });
    expect(await file.tries(people.officer, 'countyAid', cash(10_040.01))).toMatchObject({ code: 'aboveAidCap' });
    await file.decides(people.officer, 'countyAid', cash(10_040));
  });

  it('stays refused where the meeting refuses it', async () => {
    const { people } = town;
    const file = await withTheCounty();
    await convenes(town, file, 'aboveCap', await town.today());
    await answers(file, called);
    const against = { way: 'votes', for: 1, against: 2, abstained: 0 };
    const agreed = await decision(town, file, { leaveFen: 200_000, decidedBy: against });
    expect(await file.tries(people.leader, 'holdMeeting', agreed)).toMatchObject({ status: 422, code: 'validation' });
    await file.decides(
      people.leader,
      'holdMeeting',
      await decision(town, file, { outcome: 'refused', decidedBy: against }),
    );
    expect(await file.get('meeting')).toMatchObject({ leaveFen: 0, isUnderWay: false });
    expect(await file.tries(people.officer, 'countyAid', cash(8_040.01))).toMatchObject({ code: 'aboveAidCap' });
    await file.decides(people.officer, 'countyAid', cash(8_040));
  });
});

describe('who may do what', () => {
  it('the county’s officer calls a meeting, of departments of its list, for a day that lies ahead', async () => {
    const { people } = town;
    const file = await aided();
    const call = {
      outcome: 'convened',
      why: 'complex',
      departments: [{ department: 'police' }],
      agenda: ['身份核实'],
      meetingOn: addDays(await town.today(), 5),
      documents: [],
    };
    const task = await file.waitsFor('conveneMeeting');
    expect(task).toMatchObject({ standing: true, role: 'county_officer' });
    expect(await file.tries(people.clerk, 'conveneMeeting', call)).toMatchObject({ status: 403, code: 'wrongRole' });
    expect(await file.tries(people.police, 'conveneMeeting', call)).toMatchObject({ code: 'wrongRole' });
    const education = { ...call, departments: [{ department: 'education' }] };
    expect(await file.tries(people.officer, 'conveneMeeting', education)).toMatchObject({
      code: 'departmentNotListed',
    });
    const twice = { ...call, departments: [{ department: 'police' }, { department: 'police' }] };
    expect(await file.tries(people.officer, 'conveneMeeting', twice)).toMatchObject({ code: 'validation' });
    const late = { ...call, meetingOn: addDays(await town.today(), -1) };
    expect(await file.tries(people.officer, 'conveneMeeting', late)).toMatchObject({ code: 'dateTooEarly' });
  });

  it('a department answers for itself, once; another department neither answers nor reads its task', async () => {
    const { people, window } = town;
    const file = await aided();
    await convenes(town, file, 'complex', addDays(await town.today(), 5));
    const task = await opinionOf(file, 'police');
    expect(await file.tries(people.health, 'giveOpinion', opinion, { task })).toMatchObject({
      status: 403,
      code: 'wrongDepartment',
    });
    expect((await window.get(people.health, `/v1/tasks/${task.taskId}`)).statusCode).toBe(404);
    expect((await window.post(people.health, `/v1/tasks/${task.taskId}/claim`)).statusCode).toBe(404);
    await answers(file, ['police']);
    expect(await file.tries(people.police, 'giveOpinion', opinion, { task })).toMatchObject({ code: 'taskNotOpen' });
    const leader = { ...people.police, department: 'nobody' };
    expect((await window.get(leader, '/v1/tasks')).statusCode).toBe(403);
  });

  it('a department that was called to none of its meetings sees nothing of a case', async () => {
    const file = await aided();
    expect((await file.get('meeting', town.people.police)).status).toBe(404);
    const upload = await town.window.upload(
      town.people.police,
      `/v1/cases/${file.caseId}/documents?code=1`,
      Buffer.from('ffd8ffe000104a46494600', 'hex'),
      '照片.jpg',
    );
    expect(upload.statusCode).toBe(404);
  });
});
