import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { closesPapers } from '../support/emergencies.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
beforeEach(() => town.instantBank.behave('normal'));
afterAll(() => town?.close());

const unrelated = { unrelated: true, documents: [] };
const cash = { outcome: 'cash', receipt: 'SJ-0003', receivedBy: '按印', ...unrelated };
const transfer = {
  outcome: 'transfer',
  account: { holder: '示例丙', bankName: '示范农商银行', number: '6240000000000001' },
  ...unrelated,
};
const emergency = async ({ caseId }: CaseFile) =>
  (await town.window.get(town.people.duty1, `/v1/emergencies/${caseId}`)).json();
const proposal = (...stages: object[]) => ({
  outcome: 'proposed',
  stages,
  reason: '住院治疗，需继续救助',
  documents: [],
});

/** Helped with 800 yuan in cash from the township's fund. */
async function helped(): Promise<CaseFile> {
  const file = await town.reports();
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  await file.decides(town.people.duty1, 'firstAid', { ...cash, amountFen: 80_000, reason: '先行救助' });
  return file;
}

describe('follow-up aid', () => {
  it('is decided once and given stage by stage: by its day, by its fact, and stopped; the papers wait for none of it', async () => {
    const { reviewer, officer, clerk, duty1, duty2 } = town.people;
    const file = await helped();
    const opens = addDays(await town.today(), 10);
    const stages = [
      { amountFen: 200_000, on: opens },
      { amountFen: 300_000, once: '租到住房并提交租约' },
      { amountFen: 100_000 },
    ];
    await file.decides(reviewer, 'proposeFollowUp', proposal(...stages));
    await file.decides(officer, 'decideAid', { outcome: 'returned', reason: '补充住院证明' });
    expect(await file.waitsFor('proposeFollowUp')).toMatchObject({ standing: false, role: 'township_reviewer' });
    await file.decides(reviewer, 'proposeFollowUp', proposal(...stages));
    await file.decides(officer, 'decideAid', { outcome: 'approved' });
    expect(await file.letter('aidApproval')).toContain('共6000.00元');
    expect(await emergency(file)).toMatchObject({
      stagesLeft: [{ fen: 200_000, opens }, { opens: 'fact' }, { opens: 'now' }],
    });

    await closesPapers(town, file);
    expect(await file.now()).toMatchObject({ stage: 'giving', endedAs: null });
    expect((await file.now()).tasks.filter(({ standing }) => !standing)).toEqual([]);
    expect(await file.clock('aidStageDay')).toMatchObject({ dueOn: addDays(opens, -1) });

    await file.parks();
    await town.lives(opens);
    await file.decides(duty1, 'giveAid', cash);
    expect((await emergency(file)).aid.at(-1)).toMatchObject({ amountFen: 200_000, paidFrom: 'county', form: 'cash' });

    expect(
      await file.tries(clerk, 'registerAidFact', {
        outcome: 'reached',
        reachedOn: '2027-01-01',
        reason: '已租到',
        documents: [],
      }),
    ).toMatchObject({ code: 'dateInFuture' });
    await file.decides(clerk, 'registerAidFact', {
      outcome: 'reached',
      reachedOn: await town.today(),
      reason: '已租到',
      documents: [],
    });
    town.instantBank.behave('rejects');
    await file.decides(duty1, 'giveAid', transfer);
    await file.waitsFor('payOtherwise');
    const other = { ...cash, reason: '账户有误，改发现金' };
    expect(await file.tries(duty2, 'payOtherwise', { ...other, amountFen: 300_001 })).toMatchObject({
      status: 422,
      code: 'notTheAmountDecided',
    });
    await file.decides(duty2, 'payOtherwise', { ...other, amountFen: 300_000 });
    expect(await emergency(file)).toMatchObject({ givenFen: 580_000, stagesLeft: [{ fen: 100_000, opens: 'now' }] });

    await file.decides(officer, 'stopAid', { outcome: 'stopped', reason: '已返乡就业', documents: [] });
    expect(await file.now()).toMatchObject({ endedAs: 'aided' });
    expect(await file.letter('aidStopped')).toContain('已返乡就业');
    expect(await emergency(file)).toMatchObject({ givenFen: 580_000, stagesLeft: [] });
    const [fund] = (await town.window.get(town.people.finance1, '/v1/standby-funds')).json().items;
    expect(fund).toMatchObject({ spentFen: 80_000, heldFen: 0 });
  });

  it('with what was given before is never more than the cap, which names the joint meeting; refused, the person is told why', async () => {
    const { reviewer } = town.people;
    const file = await helped();
    const refused = await file.tries(reviewer, 'proposeFollowUp', proposal({ amountFen: 724_000 }, { amountFen: 1 }));
    expect(refused).toMatchObject({
      status: 409,
      code: 'aboveAidCap',
      remedy: expect.stringContaining('joint meeting'),
    });
    const today = await town.today();
    for (const on of [today, addDays(today, 200)])
      expect(await file.tries(reviewer, 'proposeFollowUp', proposal({ amountFen: 1, on }))).toMatchObject({
        code: 'stageDatesUnfit',
      });
    const both = { amountFen: 1, on: addDays(today, 3), once: '二者' };
    expect(await file.tries(reviewer, 'proposeFollowUp', proposal(both))).toMatchObject({
      status: 422,
      code: 'validation',
    });
    await file.decides(reviewer, 'proposeFollowUp', proposal({ amountFen: 724_000 }));
    await file.decides(town.people.officer, 'decideAid', { outcome: 'refused', reason: '已有其他渠道' });
    const letter = await file.letter('aidDenial');
    for (const told of ['已有其他渠道', '行政复议', '当阳市民政局']) expect(letter).toContain(told);
    await closesPapers(town, file);
    expect(await file.now()).toMatchObject({ stage: 'giving', endedAs: null });
    expect(await file.waitsFor('deliverRefusal')).toMatchObject({ role: 'township_clerk' });
    await file.decides(town.people.clerk, 'deliverRefusal', {
      ...{ outcome: 'delivered', deliveredOn: await town.today(), method: 'inPerson', documents: [] },
    });
    expect(await file.now()).toMatchObject({ endedAs: 'aided' });
  });

  it('by transfer is in the bank’s book to the fen, and the last stage ends the case', async () => {
    const { reviewer, officer, duty1 } = town.people;
    const file = await helped();
    await closesPapers(town, await followedUp(file, reviewer, officer));
    await file.decides(duty1, 'giveAid', transfer);
    await expect.poll(async () => (await file.now()).endedAs, { timeout: 30_000 }).toBe('aided');
    expect((await emergency(file)).aid.at(-1)).toMatchObject({ form: 'transfer', stands: 'given', amountFen: 150_000 });
    const credited = (await readBankBook(town.payOffice.root)).filter(({ result }) => result === 'credited');
    expect(credited.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(150_000);
  });

  it('of which a stage turns out not to be needed leaves the rest as it was: nobody waits for what nobody asks', async () => {
    const { reviewer, officer, duty1, duty2 } = town.people;
    const file = await helped();
    const later = addDays(await town.today(), 3);
    await file.decides(reviewer, 'proposeFollowUp', proposal({ amountFen: 50_000 }, { amountFen: 60_000, on: later }));
    await file.decides(officer, 'decideAid', { outcome: 'approved' });
    town.instantBank.behave('rejects');
    await file.decides(duty1, 'giveAid', transfer);
    await file.decides(duty2, 'payOtherwise', { outcome: 'notNeeded', reason: '已由亲属承担', documents: [] });
    await file.parks();
    await town.lives(later);
    await file.decides(duty1, 'giveAid', cash);
    await file.parks();
    await file.waitsFor('proposeFollowUp');
    await closesPapers(town, file);
    expect(await file.now()).toMatchObject({ endedAs: 'aided', aid: { givenFen: 140_000 } });
  });

  async function followedUp(file: CaseFile, reviewer: Town['people']['reviewer'], officer: Town['people']['officer']) {
    await file.decides(reviewer, 'proposeFollowUp', proposal({ amountFen: 150_000 }));
    await file.decides(officer, 'decideAid', { outcome: 'approved' });
    return file;
  }
});
