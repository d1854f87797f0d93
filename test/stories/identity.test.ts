import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import { type Account, accounts } from '../support/api.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { accident, answersFor, type called, convenes, decision, opinion } from '../support/meetings.ts';
import { colleagueOf } from '../support/officials.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
afterAll(() => town?.close());

/** Somebody of Dawu county, in Hubei's north-east. Nobody is called so. */
const ofDawu = (name = '示例甲') => ({ name, idNumber: idNumber('1972-06-08', '420922') });
type Person = ReturnType<typeof ofDawu>;

const cash = (yuan: number) => ({
  outcome: 'cash',
  amountFen: yuan * 100,
  receipt: 'SJ-0001',
  receivedBy: '本人按印',
  reason: '受伤无处可去',
  unrelated: true,
  documents: [],
});

async function helped(yuan: number, report: object = {}): Promise<CaseFile> {
  const file = await town.reports(accident(report));
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  await file.decides(town.people.duty1, 'firstAid', cash(yuan));
  return file;
}

async function identityOf(file: CaseFile, person: object, by = town.people.officer) {
  const proof = [await file.uploads(by, '303')];
  return {
    outcome: 'identityRestored',
    person,
    source: 'police',
    reference: '示例公函〔2026〕1号',
    proof,
    documents: [],
  };
}

async function restores(file: CaseFile, person: Person, by = town.people.officer) {
  await file.decides(by, 'registerIdentity', await identityOf(file, person, by));
}

async function papersOf(file: CaseFile, but: object = {}) {
  return {
    outcome: 'completed',
    cause: '交通事故受伤',
    signatures: [
      { by: '按印', as: 'recipient' },
      { by: town.people.duty1.officer, as: 'officer' },
    ],
    proof: [await file.uploads(town.people.clerk, '207')],
    documents: [],
    ...but,
  };
}

async function isOver(file: CaseFile) {
  const ended = { outcome: 'ended', endedOn: await town.today(), reason: '已出院' };
  await file.decides(town.people.clerk, 'endEmergency', ended);
}

async function confirmed(file: CaseFile, but: object = {}) {
  await isOver(file);
  await file.decides(town.people.clerk, 'completePapers', await papersOf(file, but));
  await file.decides(town.people.officer, 'confirmAid', { outcome: 'confirmed' });
}

const dawu = { officer: '420922-9001', roles: ['county_officer'], division: '420922000000' } as const;

const returns = async (but: object = {}) => ({
  outcome: 'handedOver',
  to: dawu.division,
  on: await town.today(),
  receivedBy: '示例县救助管理站 示例丙',
  reason: '伤情稳定，由救助管理站工作人员护送返乡，需继续康复治疗',
  documents: [],
  ...but,
});

/** Refused where it cannot be; then what Dawu reads of him, and nobody else does. */
async function goesHome(file: CaseFile): Promise<void> {
  const { people, window } = town;
  expect(await file.waitsFor('returnHome')).toMatchObject({ role: 'county_officer', standing: true });
  const tries = async (but: object) => file.tries(people.officer, 'returnHome', await returns(but));
  expect(await tries({ to: '420582000000' })).toMatchObject({ status: 422, code: 'homeIsHere' });
  expect(await tries({ to: '429999000000' })).toMatchObject({ code: 'validation', errors: [{ at: '/to' }] });
  expect(await tries({ to: '420922100000' })).toMatchObject({ code: 'validation', errors: [{ at: '/to' }] });
  expect(await tries({ on: '2026-12-31' })).toMatchObject({ code: 'dateInFuture' });
  await file.decides(people.officer, 'returnHome', await returns());
  await expect.poll(() => file.story(), { timeout: 30_000 }).toContain('已向接收地移交救助情况');

  const list = async (account: Account) => (await window.get(account, '/v1/handovers')).json().items;
  const [line] = await list(dawu);
  expect(line).toMatchObject({ caseNumber: file.caseNumber, from: '420582001000', to: dawu.division });
  const url = `/v1/handovers/${line.handoverId}`;
  const handed = (await window.get(dawu, url)).json();
  expect(handed).toMatchObject({
    programme: 'emergency',
    returnedOn: await town.today(),
    receivedBy: '示例县救助管理站 示例丙',
    person: { name: '示例甲', idNumber: expect.stringMatching(/^420922\*+\w{4}$/) },
    identifiedBy: 'police',
    event: { kind: 'trafficAccident', place: '群力村示例出租屋' },
    aid: [{ form: 'cash', amountFen: 804_000 }],
    givenFen: 804_000,
    meetings: [{ heldOn: '2026-09-28', outcome: 'agreed' }],
    followUps: [
      { department: 'shelter', task: '按生活无着的流浪人员接收安置', stands: 'done', report: '已入住福利院' },
      { department: 'police', stands: 'done' },
      { department: 'township', task: '康复后护送返乡', stands: 'open', report: null },
    ],
    referrals: [],
  });
  expect((await window.get(dawu, `/v1/cases/${file.caseId}`)).statusCode).toBe(404); // the file itself stays here
  const { items } = await file.get('journal');
  expect(items[handed.journal.seq - 1].hash).toBe(handed.journal.hash);
  expect((await window.get(people.clerk, url)).statusCode).toBe(200);
  expect(await list(accounts.strangeOfficer)).toEqual([]);
  expect((await window.get(accounts.strangeOfficer, url)).statusCode).toBe(404);
}

const identity = async (file: CaseFile) =>
  (await town.window.get(town.people.officer, `/v1/emergencies/${file.caseId}`)).json().identity;
const endOf = (file: CaseFile) => expect.poll(async () => (await file.now()).endedAs, { timeout: 30_000 });

describe('the injured driver of Dangyang', () => {
  it('is helped, taken in by decision of a meeting, known by the police’s word, 8,040 yuan are confirmed in his name, and Dawu takes him over', async () => {
    const { people } = town;
    const file = await town.reports(accident());
    await file.decides(people.duty1, 'answerReport', { outcome: 'responded' });
    const asks = { outcome: 'toCounty', amountFen: 804_000, reason: '左腿截肢风险', documents: [] };
    await file.decides(people.duty1, 'firstAid', asks);
    expect(await file.tries(people.officer, 'countyAid', cash(8_040.01))).toMatchObject({ code: 'aboveAidCap' });
    await file.decides(people.officer, 'countyAid', cash(8_040));

    await convenes(town, file, 'complex', await town.today());
    for (const task of await file.waitsForAll('giveOpinion')) {
      const department = task.about.department as (typeof called)[number];
      if (department === 'housing') continue;
      expect(await file.tries(answersFor(town, department), 'giveOpinion', opinion, { task })).toMatchObject({
        status: 200,
      });
    }
    await town.lives('2026-09-28');
    const followUps = [
      { department: 'shelter', task: '按生活无着的流浪人员接收安置' },
      { department: 'police', task: '核实身份，恢复户籍' },
      { department: 'township', task: '康复后护送返乡', dueOn: '2026-12-31' },
    ];
    await file.decides(people.leader, 'holdMeeting', await decision(town, file, { followUps }));
    await file.decides(people.shelter, 'departmentTask', { outcome: 'done', report: '已入住福利院', documents: [] });
    await file.decides(people.police, 'departmentTask', { outcome: 'done', report: '已出具证明', documents: [] });

    const person = ofDawu();
    await restores(file, person);
    expect(await identity(file)).toMatchObject({ source: 'police', found: [], inAllFen: 804_000, capFen: 804_000 });
    expect((await file.now()).applicant).toEqual({
      name: '示例甲',
      idNumber: expect.stringMatching(/^420922\*+\w{4}$/),
    });

    await isOver(file);
    const wrong = await papersOf(file, { person: ofDawu('示例乙') });
    expect(await file.tries(people.clerk, 'completePapers', wrong)).toMatchObject({ status: 409, code: 'otherPerson' });
    await file.decides(people.clerk, 'completePapers', await papersOf(file));
    await file.decides(colleagueOf(people.officer), 'confirmAid', { outcome: 'confirmed' });
    await file.reaches('settling'); // the meeting has him seen home
    await file.parks();
    await goesHome(file);
    await file.decides(people.reviewer, 'departmentTask', { outcome: 'done', report: '已护送返乡', documents: [] });
    await endOf(file).toBe('aided');
    expect(await file.letter('aidConfirmation')).toContain('示例甲：你因突发急难得到的临时救助共8040.00元');
    expect(await file.story()).toContain('受助人身份查明（公安机关），本县无其他救助');
  });
});

describe('somebody who turns out to have been helped before', () => {
  it('is looked at by the county, which lets it stand with a reason; until then the file does not end', async () => {
    const { people } = town;
    const person = ofDawu();
    const before = await helped(1_000, { person });
    const file = await helped(800);
    await restores(file, person, people.duty2);
    const found = [{ caseId: before.caseId, caseNumber: before.caseNumber, what: 'aid', amountFen: 100_000 }];
    expect(await identity(file)).toMatchObject({ found, inAllFen: 180_000, capFen: 804_000 });
    expect(await file.story()).toContainEqual(expect.stringContaining(before.caseNumber));
    await file.parks();
    await confirmed(file);
    expect((await file.now()).endedAs).toBeNull();
    await file.parks();
    expect(await file.waitsFor('lookAtDuplicates')).toMatchObject({ role: 'county_officer' });
    const stand = { outcome: 'stand', reason: '两次不同的急难', documents: [] };
    await file.decides(people.officer, 'lookAtDuplicates', stand);
    await endOf(file).toBe('aided');
  });

  it('or has the leader answer for what was given twice, and no more than that comes back', async () => {
    const { people } = town;
    const person = ofDawu();
    const before = await helped(500, { person });
    await confirmed(before, { person });
    const file = await helped(800);
    await confirmed(file, { person });
    expect(await identity(file)).toMatchObject({ source: 'papers', inAllFen: 130_000 });
    const twice = { outcome: 'toRecovery', amountFen: 80_001, reason: '同一事故', documents: [] };
    expect(await file.tries(people.officer, 'lookAtDuplicates', twice)).toMatchObject({ code: 'moreThanGiven' });
    await file.decides(people.officer, 'lookAtDuplicates', { ...twice, amountFen: 50_000 });
    await file.decides(people.leader, 'answerForAid', {
      outcome: 'recover',
      reason: '同一事故重复给付',
      documents: [],
    });
    await file.decides(people.finance1, 'recordRepayment', {
      outcome: 'repaid',
      amountFen: 50_000,
      paidOn: await town.today(),
      reference: 'TK-1',
    });
    await endOf(file).toBe('aided');
    expect(await file.get('recovery')).toMatchObject({ recoveries: [{ overpaidFen: 50_000, balanceFen: 0 }] });
  });

  it('as one of a household that asks for basic living, is seen by the name in the papers', async () => {
    const household = seedHousehold();
    const [head] = household.members;
    const other = await aCase(town, household).accepted();
    const file = await helped(300);
    await isOver(file);
    const person = { name: head!.name, idNumber: head!.idNumber };
    await file.decides(town.people.clerk, 'completePapers', await papersOf(file, { person }));
    expect((await identity(file)).found).toEqual([
      { caseId: other.caseId, caseNumber: other.caseNumber, what: 'application', amountFen: 0 },
    ]);
    expect((await file.now()).tasks.some(({ kind }) => kind === 'registerIdentity')).toBe(false);
    await file.waitsFor('lookAtDuplicates');
  });
});

describe('somebody who was taken for another', () => {
  it('is named rightly by two persons with the proof; what counted with the other counts with the right one', async () => {
    const { people } = town;
    const [wrong, right] = [ofDawu('示例乙'), ofDawu()];
    const ofTheWrong = await helped(900, { person: wrong });
    const ofTheRight = await helped(400, { person: right });
    const file = await helped(800);
    await restores(file, wrong);
    expect((await identity(file)).found).toMatchObject([{ caseNumber: ofTheWrong.caseNumber }]);
    await file.waitsFor('lookAtDuplicates');

    const correction = async (person: Person) => ({
      ...(await identityOf(file, person)),
      outcome: 'correctionProposed',
      reason: '同名误认，公安机关更正',
    });
    expect(await file.waitsFor('correctIdentity')).toMatchObject({ role: 'county_officer', standing: true });
    expect(await file.tries(people.clerk, 'correctIdentity', await correction(right))).toMatchObject({ status: 403 });
    expect(await file.tries(people.officer, 'correctIdentity', await correction(wrong))).toMatchObject({
      ...{ status: 409, code: 'personUnchanged' },
    });
    await file.decides(people.officer, 'correctIdentity', await correction(right));
    const approved = { outcome: 'approved', reason: '证明属实', documents: [] };
    const task = await file.waitsFor('confirmCorrection');
    expect(task).toMatchObject({ role: 'county_leader', standing: false });
    const both = { ...people.officer, roles: [...people.officer.roles, 'county_leader'] as const };
    expect(await file.tries(both, 'confirmCorrection', approved)).toMatchObject({ code: 'samePersonTwice' });
    await file.parks();
    await file.decides(people.leader, 'confirmCorrection', approved);

    expect(await identity(file)).toMatchObject({
      found: [{ caseId: ofTheRight.caseId, amountFen: 40_000 }],
      inAllFen: 120_000,
    });
    expect((await file.now()).applicant).toMatchObject({ name: '示例甲' });
    expect(await file.story()).toContainEqual(expect.stringContaining('受助人身份更正（公安机关），另有救助1项'));
    const looks = await file.waitsForAll('lookAtDuplicates'); // about the right one, and no more about the other
    expect(looks).toHaveLength(1);
    await file.decides(people.officer, 'lookAtDuplicates', { outcome: 'stand', reason: '两次不同', documents: [] });

    // The wrong one is asked nothing of it any more: whoever helps him next finds his own case alone.
    const next = await helped(100);
    await restores(next, wrong);
    expect((await identity(next)).found).toMatchObject([{ caseId: ofTheWrong.caseId, amountFen: 90_000 }]);
    await confirmed(file);
    await endOf(file).toBe('aided');
  });

  it('stays who he is where the leader is not convinced; the file does not end before, and the leader is called in time', async () => {
    const { people } = town;
    const file = await helped(300);
    await restores(file, ofDawu());
    await file.decides(people.officer, 'correctIdentity', {
      ...(await identityOf(file, ofDawu('示例丁'))),
      outcome: 'correctionProposed',
      reason: '有人称其另有姓名',
    });
    await confirmed(file);
    await file.reaches('settling');
    await town.lives(addDays((await file.clock('confirmCorrection')).dueOn, 1));
    expect((await file.now()).tasks).toContainEqual(
      expect.objectContaining({ kind: 'escalation', about: { clock: 'confirmCorrection' } }),
    );
    await file.decides(people.leader, 'confirmCorrection', { outcome: 'refused', reason: '证据不足', documents: [] });
    await endOf(file).toBe('aided');
    expect((await file.now()).applicant).toMatchObject({ name: '示例甲' });
  });
});

describe('who somebody is', () => {
  it('is told by duty, township or county, with a valid number and proof, and once', async () => {
    const { people } = town;
    const file = await helped(300);
    const tasks = await file.waitsForAll('registerIdentity');
    expect(tasks.map(({ role, standing }) => [role, standing])).toEqual(
      expect.arrayContaining([
        ['duty_officer', true],
        ['township_clerk', true],
        ['county_officer', true],
      ]),
    );
    const task = tasks.find(({ role }) => role === 'township_clerk')!;
    const person = ofDawu();
    const tries = async (by = people.clerk, but: object = {}) =>
      file.tries(by, 'registerIdentity', { ...(await identityOf(file, person, people.clerk)), ...but }, { task });
    expect(await tries(people.reviewer)).toMatchObject({ status: 403, code: 'wrongRole' });
    const invalid = { ...person, idNumber: '420922197206080001' };
    expect(await tries(people.clerk, { person: invalid })).toMatchObject({
      code: 'validation',
      errors: [{ at: '/person/idNumber' }],
    });
    expect(await tries(people.clerk, { proof: [] })).toMatchObject({ code: 'validation' });
    expect(await tries()).toMatchObject({ status: 200 });
    expect(await tries(people.clerk, { person: ofDawu('示例丁') })).toMatchObject({ code: 'taskNotOpen' });
    expect((await file.now()).tasks.some(({ kind }) => kind === 'registerIdentity')).toBe(false);
  });

  it('must be known before anybody is handed over to another county', async () => {
    const file = await helped(300);
    expect(await file.tries(town.people.officer, 'returnHome', await returns())).toMatchObject({
      status: 409,
      code: 'personStillUnknown',
    });
  });

  it('need not be told where the report named a number', async () => {
    const file = await helped(300, { person: ofDawu() });
    expect((await file.now()).tasks.some(({ kind }) => kind === 'registerIdentity')).toBe(false);
  });
});
