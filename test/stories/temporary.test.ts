import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import type { HandedIn } from '../../src/domain/application.ts';
import { addDays } from '../../src/domain/calendar.ts';
import type { Fen } from '../../src/domain/money.ts';
import type { Need } from '../../src/domain/temporary/need.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { explain } from '../../src/upkeep/explain.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { answersFor, type called, convenes, decision, opinion } from '../support/meetings.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
afterAll(() => town?.close());

const need = (bornYuan: number, but: Partial<Need> = {}): Need => ({
  cause: 'illness',
  at: 'residence',
  since: '2026-08-03',
  spentFen: (bornYuan * 100 + 500_000) as Fen,
  coveredFen: 500_000 as Fen,
  ...but,
});
/** One person alone, in Dangyang: a month of the standard is 670 yuan. */
function alone(need: Need, id = idNumber('1979-03-12')): HandedIn {
  const [applicant] = seedHousehold().members;
  return seedHousehold({ programme: 'temporary', need, members: [{ ...applicant!, idNumber: id }] });
}
const proposal = (...stages: object[]) => ({ outcome: 'proposed', stages, documents: [] });
const cash = { outcome: 'cash', receipt: 'SJ-0009', receivedBy: '本人', unrelated: true, documents: [] };

/** Proposed as assessed, and posted for its days. */
async function awaitingDecision(household: HandedIn, ...stages: object[]): Promise<CaseFile> {
  const file = await aCase(town, household).underReview();
  const { assessment } = await file.now();
  const asAssessed = stages.length > 0 ? stages : [{ amountFen: assessment?.amountFen }];
  await file.decides(town.people.reviewer, 'proposeAid', proposal(...asAssessed));
  await town.lives(addDays((await file.clock('posting')).dueOn, 1));
  await file.reaches('confirmation');
  return file;
}

describe('temporary assistance', () => {
  it('below the limit of the township is decided there by another person, and given from its standby fund', async () => {
    const file = await awaitingDecision(alone(need(1_000)));
    expect(file.caseNumber).toMatch(/^LS-420582-2026-/);
    expect((await file.now()).assessment).toEqual({ eligible: true, amountFen: 67_000 });
    expect(await file.clock('posting')).toMatchObject({ limit: { length: 3, unit: 'days' } });
    expect(await file.letter('aidPosting')).toContain('拟救助金额：670.00元');
    expect(await file.waitsFor('decideAid')).toMatchObject({ role: 'township_reviewer' });
    expect(await file.tries(town.people.reviewer, 'decideAid', { outcome: 'approved' })).toMatchObject({
      code: 'samePersonTwice',
    });
    await file.decides(town.people.confirmer, 'decideAid', { outcome: 'approved' });
    await file.decides(town.people.clerk, 'giveAid', cash);
    const now = await file.now();
    expect(now).toMatchObject({
      endedAs: 'aided',
      aid: { givenFen: 67_000, given: [{ paidFrom: 'standbyFund', cause: 'illness' }] },
    });
    const [fund] = (await town.window.get(town.people.finance1, '/v1/standby-funds')).json().items;
    expect(fund).toMatchObject({ spentFen: 67_000, heldFen: 0 });

    const explanation = await file.get('explanation');
    expect(JSON.stringify(explanation.explanation)).toContain('家庭自负支出');
    const again = await inTransaction(town.county.db.worker, (tx) =>
      explain(tx, fieldCipher(testKeys, testHashKey), file.caseId),
    );
    expect(again).toMatchObject([{ storedFen: 67_000, replayedFen: 67_000, same: true }]);
  });

  it('above it is the county’s to decide and to pay, in stages; nothing passes the cap', async () => {
    const file = await aCase(town, alone(need(15_000))).underReview();
    expect((await file.now()).assessment).toEqual({ eligible: true, amountFen: 402_000 });
    const { reviewer, officer, clerk } = town.people;
    expect(
      await file.tries(reviewer, 'proposeAid', { ...proposal({ amountFen: 804_001 }), reason: '病情特别严重' }),
    ).toMatchObject({ status: 409, code: 'aboveAidCap' });
    expect(await file.tries(reviewer, 'proposeAid', proposal({ amountFen: 400_000 }))).toMatchObject({
      code: 'amountChangedWithoutReason',
    });
    const second = addDays(await town.today(), 30);
    await file.decides(reviewer, 'proposeAid', proposal({ amountFen: 202_000 }, { amountFen: 200_000, on: second }));
    await town.lives(addDays((await file.clock('posting')).dueOn, 1));
    expect(await file.waitsFor('decideAid')).toMatchObject({ role: 'county_officer' });
    await file.decides(officer, 'decideAid', { outcome: 'approved' });
    expect(await file.letter('aidApproval')).toContain('共4020.00元');
    await file.decides(clerk, 'giveAid', cash);
    await town.lives(second);
    await file.decides(clerk, 'giveAid', {
      outcome: 'transfer',
      account: { holder: '测试甲', bankName: '示范农商银行', number: '6240000000000009' },
      unrelated: true,
      documents: [],
    });
    await expect.poll(async () => (await file.now()).endedAs, { timeout: 30_000 }).toBe('aided');
    expect((await file.now()).aid).toMatchObject({
      givenFen: 402_000,
      given: [
        { paidFrom: 'county', form: 'cash' },
        { paidFrom: 'county', form: 'transfer', stands: 'given' },
      ],
    });
  });

  it('beyond the cap needs the leave of the departments, who are called as for an emergency; the file waits for what they have to do', async () => {
    const { reviewer, officer, leader, clerk, shelter } = town.people;
    const file = await aCase(town, alone(need(15_000))).underReview();
    const above = { ...proposal({ amountFen: 900_000 }), reason: '病情特别严重' };
    expect(await file.tries(reviewer, 'proposeAid', above)).toMatchObject({
      ...{ status: 409, code: 'aboveAidCap', remedy: expect.stringContaining('joint meeting') },
    });
    await convenes(town, file, 'aboveCap', await town.today());
    for (const task of await file.waitsForAll('giveOpinion')) {
      const account = answersFor(town, task.about.department as (typeof called)[number]);
      expect((await file.tries(account, 'giveOpinion', opinion, { task })).status).toBe(200);
    }
    const followUps = [{ department: 'shelter', task: '协助转院' }];
    await file.parks();
    await file.decides(leader, 'holdMeeting', await decision(town, file, { leaveFen: 100_000, followUps }));
    await file.decides(reviewer, 'proposeAid', above);
    await town.lives(addDays((await file.clock('posting')).dueOn, 1));
    await file.decides(officer, 'decideAid', { outcome: 'approved' });
    await file.decides(clerk, 'giveAid', cash);
    expect((await file.now()).aid).toMatchObject({ givenFen: 900_000 });
    expect((await file.now()).endedAs).toBeNull();
    await file.parks();
    await file.decides(shelter, 'departmentTask', { outcome: 'done', report: '已协助', documents: [] });
    expect((await file.now()).endedAs).toBe('aided');
  });

  it('split into small ones is seen, and goes to the county; the same cause again needs its reason', async () => {
    const { confirmer, officer, clerk } = town.people;
    const person = idNumber('1985-07-21');
    const first = await awaitingDecision(alone(need(4_100), person));
    await first.decides(confirmer, 'decideAid', { outcome: 'approved' });
    await first.decides(clerk, 'giveAid', cash);

    const school = await awaitingDecision(alone(need(4_100, { cause: 'education' }), person));
    expect((await school.now()).assessment).toMatchObject({ amountFen: 201_000 });
    expect(await school.waitsFor('decideAid')).toMatchObject({ role: 'county_officer' });
    expect((await school.get('explanation')).input.earlier).toMatchObject([{ fen: 201_000, cause: 'illness' }]);
    await school.decides(officer, 'decideAid', { outcome: 'refused', reason: '其他渠道已解决' });
    expect(await school.letter('aidDenial')).toContain('其他渠道已解决');

    const again = await awaitingDecision(alone(need(1_000), person));
    expect(await again.waitsFor('decideAid')).toMatchObject({ role: 'county_officer' });
    expect(await again.tries(officer, 'decideAid', { outcome: 'approved' })).toMatchObject({
      code: 'sameCauseWithoutReason',
    });
    await again.decides(officer, 'decideAid', { outcome: 'approved', reason: '病情复发' });

    const fire = await town.reports(fireAtNight({ person: { name: '示例甲', idNumber: person } }));
    await fire.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
    const firstAid = { ...cash, amountFen: 100_000, reason: '无处过夜' };
    expect(await fire.tries(town.people.duty1, 'firstAid', firstAid)).toMatchObject({ code: 'aboveFirstAidLimit' });
  });

  it('asked for twice at the same time is not decided twice by the township', async () => {
    const { confirmer } = town.people;
    const person = idNumber('1966-02-11');
    const one = await awaitingDecision(alone(need(4_100), person));
    const two = await awaitingDecision(alone(need(4_100, { cause: 'accident' }), person));
    expect(await one.tries(confirmer, 'decideAid', { outcome: 'approved' })).toMatchObject({
      status: 409,
      code: 'earlierAidUnseen',
    });
    expect(await two.waitsFor('decideAid')).toMatchObject({ role: 'county_officer' }); // it knew of the first
  });

  it('comes beside a benefit or an application of the same family for it', async () => {
    const id = idNumber('1979-03-12');
    const [applicant] = seedHousehold().members;
    await town.apply(seedHousehold({ members: [{ ...applicant!, idNumber: id }] }));
    await town.apply(alone(need(1_000), id));
  });

  it('whose expense is too low is refused with the reason, and remedies', async () => {
    const file = await aCase(town, alone(need(600))).checked();
    await file.waitsFor('objectToCheck');
    expect(await file.letter('notEligibleByCheck')).toContain('未达到当地临时救助的困难程度');
    await file.decides(town.people.clerk, 'objectToCheck', { outcome: 'notObjected' });
    await file.decides(town.people.reviewer, 'proposeAid', { outcome: 'refusalProposed', reason: '支出较低' });
    const decided = { outcome: 'refused', reason: '支出较低' };
    await file.decides(town.people.confirmer, 'decideAid', decided);
    expect(await file.letter('aidDenial')).toContain('行政复议');
    await file.decides(town.people.clerk, 'deliverRefusal', {
      outcome: 'delivered',
      deliveredOn: await town.today(),
      method: 'inPerson',
      documents: [],
    });
    expect((await file.now()).endedAs).toBe('refused');
  });

  it('says what is wrong with an application', async () => {
    const send = async (household: object) => {
      const answer = await town.window.post(town.people.clerk, '/v1/applications', household);
      return { status: answer.statusCode, ...answer.json() };
    };
    const { need: _none, ...without } = alone(need(1_000));
    expect(await send(without)).toMatchObject({ status: 422, errors: [{ at: '/need' }] });
    expect(await send({ ...seedHousehold(), need: need(1) })).toMatchObject({ status: 422, errors: [{ at: '/need' }] });
    const tooMuch = need(1, { coveredFen: 500_101 as Fen });
    expect(await send(alone(tooMuch))).toMatchObject({ status: 422, errors: [{ at: '/need/coveredFen' }] });
    expect(await send(alone(need(1, { since: '2027-01-01' })))).toMatchObject({ code: 'dateInFuture' });
  });
});
