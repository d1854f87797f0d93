import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { visit } from '../support/decisions.ts';
import { eventually } from '../support/eventually.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
beforeEach(() => town.platform.behave('normal'));
afterAll(() => town?.close());

/** Until the platform has ended so many messages about a case; how we answered each. */
const answersTo = (file: CaseFile, n: number) =>
  eventually(`${n} messages of the platform`, () => {
    const sent = town.platform.deliveries().filter(({ requestId }) => requestId.startsWith(file.caseId));
    return sent.length >= n && sent.map(({ outcome }) => outcome);
  });
/** Until the platform has taken so many requests of a case; how it behaves towards them is decided then. */
const taken = (file: CaseFile, n: number) =>
  eventually(`${n} requests are with the platform`, () => {
    return town.platform.requests().filter(({ request }) => request.requestId.startsWith(file.caseId)).length >= n;
  });
const reportsOf = async (file: CaseFile) => (await file.get('checks')).reports;
const requestOf = (file: CaseFile) => `${file.caseId}.survey.1.requestCheck`;

describe('a report that knows more than the family said', () => {
  it('shows each difference with both figures, and each one is resolved by itself', async () => {
    const { reviewer } = town.people;
    const household = seedHousehold();
    town.platform.setRecords(household.members[0]!.idNumber, [
      { source: 'tax', kind: 'wage', amountFen: 60_000, per: 'month' },
      { source: 'bank', kind: 'deposit', amountFen: 250_000 },
    ]);
    town.platform.setSource('marriage', 'unavailable'); // not one that policy demands
    const file = await aCase(town, household).checked();
    await file.waitsFor('resolveDiscrepancy');
    town.platform.setSource('marriage', 'ok');
    const wage = {
      difference: 1,
      memberNo: 1,
      source: 'tax',
      what: 'wage',
      unit: 'fenPerYear',
      declared: 561_600,
      found: 720_000,
      on: null,
    };
    const deposit = {
      difference: 2,
      memberNo: 1,
      source: 'bank',
      what: 'financial',
      unit: 'fen',
      declared: 0,
      found: 250_000,
      on: null,
    };
    expect(await file.get('checks')).toMatchObject({
      reports: [{ from: 'platform', taken: true, unavailable: ['marriage'] }],
      differences: [
        { ...wage, resolved: null },
        { ...deposit, resolved: null },
      ],
    });
    expect(await file.get('declaration')).toMatchObject({
      members: [
        { name: '测试甲', age: 47 },
        { name: '测试乙', age: 20 },
      ],
      incomes: [{ memberNo: 1, kind: 'wage', origin: '零工', amountFen: 46_800, period: 'month' }],
      property: [],
    });

    await file.decides(reviewer, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '工资流水属实' });
    expect(await file.now()).toMatchObject({ stage: 'survey' });
    await file.decides(reviewer, 'resolveDiscrepancy', { outcome: 'declarationStands', reason: '系一次性丧葬补助' });
    expect((await file.get('checks')).differences).toEqual([
      { ...wage, resolved: 'reportStands' },
      { ...deposit, resolved: 'declarationStands' },
    ]);
    expect(await file.now()).toMatchObject({ stage: 'review', assessment: { eligible: true, amountFen: 74_000 } });
  });
});

describe('a silent platform', () => {
  it('is chased by the county when its time is over; what it then sends is taken', async () => {
    const { officer } = town.people;
    town.platform.behave('silent');
    const file = await aCase(town).checked();
    await taken(file, 1);
    const { dueOn } = await file.clock('checkFinish');
    expect((await file.now()).expected).toMatchObject([{ name: 'checkReport' }]);
    await town.lives('2026-10-13');
    expect(dueOn).toBe('2026-10-12');
    expect(await file.waitsFor('chaseCheck')).toMatchObject({ role: 'county_officer', division: '420582000000' });
    await file.decides(officer, 'chaseCheck', { outcome: 'resend', reason: '平台无回音' });
    expect(await file.waitsFor('chaseCheck')).toMatchObject({ taskId: `${file.caseId}.survey.1.chaseCheck.2` });
    await taken(file, 2);

    town.platform.behave('normal');
    await file.decides(officer, 'chaseCheck', { outcome: 'resend' });
    expect(await file.reaches('review')).toMatchObject({ tasks: expect.not.arrayContaining([{ kind: 'chaseCheck' }]) });
    expect(await file.certificate('checkFinish')).toMatchObject({ verdict: 'elapsed', dueOn: '2026-10-12' });
  });

  it('is done without: the county enters the report on paper, and one that comes after all and knows more must be weighed', async () => {
    const { officer, reviewer } = town.people;
    const household = seedHousehold();
    town.platform.setRecords(household.members[0]!.idNumber, [{ source: 'bank', kind: 'deposit', amountFen: 250_000 }]);
    town.platform.behave('silent');
    const file = await aCase(town, household).checked();
    await taken(file, 1);
    const { dueOn } = await file.clock('checkFinish');
    await town.lives('2026-10-28');
    expect(dueOn < '2026-10-28').toBe(true);
    const wage = { memberNo: 1, source: 'tax', what: { income: 'wage', amountFen: 46_800, per: 'month' } };
    await file.decides(officer, 'chaseCheck', {
      outcome: 'paperReport',
      reason: '平台停机，调取纸质材料',
      findings: [wage],
    });
    expect(await file.reaches('review')).toMatchObject({ assessment: { eligible: true, amountFen: 87_200 } });
    const screen = await file.waitsFor('review');

    town.platform.behave('normal');
    town.platform.resend(requestOf(file));
    await answersTo(file, 1);
    await eventually('the late report is in the record', async () => (await file.waitsFor('review')).version === 2);
    expect((await reportsOf(file)).map(({ from, taken }: { from: string; taken: boolean }) => [from, taken])).toEqual([
      ['paper', true],
      ['platform', false],
    ]);
    const grant = { outcome: 'proposeGrant', amountFen: 87_200 };
    expect(await file.tries(reviewer, 'review', grant, { task: screen })).toMatchObject({
      status: 409,
      code: 'screenOutOfDate',
    });
    expect(await file.tries(reviewer, 'review', grant)).toMatchObject({ status: 409, code: 'reportUnweighed' });
    await file.decides(reviewer, 'review', { ...grant, reason: '该笔存款系救助金，已附证明' });
    expect(await file.now()).toMatchObject({ stage: 'posting' });
  });
});

describe('a platform that misbehaves', () => {
  it('two reports that contradict each other: the survey goes by the first, and the opinion must weigh the other', async () => {
    const { officer, reviewer } = town.people;
    const file = await aCase(town).accepted();
    town.platform.behave('contradictory');
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    expect(await answersTo(file, 2)).toEqual([202, 202]);
    await eventually(
      'both are in the record',
      async () => (await file.story()).filter((said) => said === '收到信息核对报告').length === 2,
    );
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
    await file.decides(town.people.investigator1, 'homeVisit', visit(undefined, await town.today()));
    expect(await reportsOf(file)).toMatchObject([
      { taken: true, findings: [] },
      { taken: false, findings: [{ memberNo: 1, what: { property: 'financial', amountFen: 8_888_800 } }] },
    ]);
    expect(await file.tries(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 })).toMatchObject({
      status: 409,
      code: 'reportUnweighed',
    });

    town.platform.behave('normal');
    await file.decides(reviewer, 'review', { outcome: 'resurvey', reason: '两份核对报告不一致' });
    expect(await file.now()).toMatchObject({ stage: 'survey' });
  });

  it('the same report twice is one report, and so is the very same message played again', async () => {
    const { officer } = town.people;
    for (const [mode, answers] of [
      ['twice', [202, 200]],
      ['replay', [202, 409]],
    ] as const) {
      const file = await aCase(town).visited();
      town.platform.behave(mode);
      await file.decides(officer, 'startCheck', { outcome: 'started' });
      expect(await answersTo(file, 2), mode).toEqual(answers);
      await file.reaches('review');
      expect(await reportsOf(file)).toHaveLength(1);
    }
  });

  it.each([
    ['wrongSignature', 401],
    ['garbage', 422],
    ['hugeAnswer', 413],
  ] as const)('%s is not believed, and the case waits on for the true report', async (mode, status) => {
    const { officer } = town.people;
    const file = await aCase(town).visited();
    town.platform.behave(mode);
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    expect(await answersTo(file, 1)).toEqual([status]);
    expect(await file.now()).toMatchObject({ stage: 'survey', expected: [{ name: 'checkReport' }] });
    expect(await reportsOf(file)).toEqual([]);
    town.platform.behave('normal');
    town.platform.resend(requestOf(file));
    await file.reaches('review');
  });

  it('one that answers with an error is asked again until it takes the request', async () => {
    const { officer } = town.people;
    const file = await aCase(town).visited();
    town.platform.behave('http500');
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    await eventually('the platform has refused', async () => {
      const { rowCount } = await town.county.db.worker.query('select from outbox where last_error is not null');
      return rowCount === 1;
    });
    town.platform.behave('normal');
    await file.reaches('review');
  });
});
