import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { yuan } from '../../src/domain/money.ts';
import { aCase } from '../support/aCase.ts';
import { visit } from '../support/decisions.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

describe('a family whose income equals the standard', () => {
  it('is refused, the letter reaches it within three working days, and whoever brings it sends the family on', async () => {
    const { clerk, reviewer, officer } = town.people;
    const wage = { memberNo: 1, kind: 'wage', origin: '工资', amountFen: yuan('1340.00'), period: 'month' } as const;
    const household = seedHousehold({ incomes: [wage] });
    const file = await aCase(town, household).checked();
    await file.waitsFor('objectToCheck');
    expect((await file.now()).assessment).toEqual({ eligible: false, amountFen: 0 });
    expect(await file.get('explanation')).toMatchObject({ reasons: ['incomeNotBelowStandard'] });
    await file.decides(clerk, 'objectToCheck', { outcome: 'notObjected' });

    await town.lives('2026-10-19');
    await file.decides(reviewer, 'review', { outcome: 'proposeRefusal', reason: '人均收入等于低保标准' });
    expect(await file.now()).toMatchObject({ stage: 'confirmation', proposal: { grant: false } }); // not posted
    expect(await file.tries(officer, 'confirm', { outcome: 'approved' })).toMatchObject({
      status: 409,
      code: 'refusalWasProposed',
    });

    await town.lives('2026-10-30');
    await file.decides(officer, 'confirm', { outcome: 'refused', reason: '家庭月收入1340元，人均670元' });
    expect(await file.letter('refusal')).toBe(
      [
        '最低生活保障不予确认通知书',
        `编号：${file.caseNumber}`,
        '',
        '测试甲：经审核，你户不符合最低生活保障条件，不予确认，理由：',
        '1. 共同生活的家庭成员人均收入不低于当地最低生活保障标准（社会救助法第十八条）。',
        '2. 家庭月收入1340元，人均670元',
        '生活仍有困难的，可以在收到本通知时提出，由本窗口转介临时救助、医疗救助，不需另行奔走。',
        '如不服本决定，可自收到本通知之日起六十日内向当阳市人民政府申请行政复议，' +
          '或者在六个月内向当阳市人民法院提起行政诉讼。',
        '',
        '依据：《最低生活保障审核确认办法》第二十一条；《社会救助法》第十八条',
        '当阳市民政局',
        '2026年10月30日',
      ].join('\n'),
    );
    expect((await file.waitsFor('deliverRefusal')).dueAt).toBe('2026-11-04T16:00:00.000Z');

    await town.lives('2026-11-02');
    const delivery = { outcome: 'delivered', deliveredOn: '2026-11-02', method: 'inPerson', to: 'temporaryAid' };
    await file.decides(clerk, 'deliverRefusal', { ...delivery, documents: [await file.uploads(clerk, '301')] });
    expect(await file.now()).toMatchObject({ stage: 'refusal', endedAs: null, referrals: [{ to: 'temporaryAid' }] });
    await file.decides(clerk, 'answerReferral', { outcome: 'taken', number: 'LS-420582-2026-000001' });
    expect(await file.now()).toMatchObject({ stage: 'ended', endedAs: 'refused', tasks: [], clocks: [], expected: [] });
    expect(await file.certificate('countyConfirm')).toMatchObject({ dueOn: '2026-11-02', verdict: 'onTime' });
    expect(await file.certificate('refusalLetter')).toMatchObject({
      article: 'MCA-57 art. 21',
      countedFrom: '2026-10-30',
      dueOn: '2026-11-04',
      endedAt: expect.stringMatching('2026-11-02T01:0'),
      verdict: 'onTime',
    });
    expect((await file.get('decisions')).items.at(-2)).toMatchObject({
      kind: 'deliverRefusal',
      officer: clerk.officer,
      particulars: { on: '2026-11-02', method: 'inPerson' },
    });
    await aCase(town, household).applied(); // it may apply again
  });
});

describe('a family found not eligible by the check (MCA-57 art. 18)', () => {
  const rich = (household: ReturnType<typeof seedHousehold>) =>
    town.platform.setRecords(household.members[0]!.idNumber, [
      { source: 'bank', kind: 'deposit', amountFen: 4_000_000 },
    ]);

  it('is told why, objects with proof, is checked again, and then is eligible', async () => {
    const { clerk, reviewer, investigator1, officer } = town.people;
    const household = seedHousehold();
    rich(household);
    const file = await aCase(town, household).checked();
    await file.decides(reviewer, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '存款回执属实' });
    expect((await file.now()).assessment).toEqual({ eligible: false, amountFen: 0 });
    const { dueOn } = await file.clock('checkObjection');
    const [year, month, day] = dueOn.split('-').map(Number);
    expect((await file.letter('notEligibleByCheck')).split('\n').slice(3, 6)).toEqual([
      '测试甲：经信息核对，你户暂不符合条件，理由：',
      '1. 家庭金融资产超过当地规定的限额（审核确认办法第十四条）。',
      `如有异议，请于${year}年${month}月${day}日前（含当日）提供有关证明，我们将复查。`,
    ]);

    town.platform.setRecords(household.members[0]!.idNumber, []);
    const documents = [await file.uploads(clerk, '205')];
    await file.decides(clerk, 'objectToCheck', {
      outcome: 'objected',
      reason: '存款系为他人代管，附公证书',
      documents,
    });
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
    await file.decides(investigator1, 'homeVisit', visit(['i-1', 'i-2'], await town.today()));
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    expect(await file.reaches('review')).toMatchObject({ assessment: { eligible: true, amountFen: 87_200 } });
  });

  it('and says nothing within its days: the township proposes a refusal on what is known', async () => {
    const { reviewer } = town.people;
    const household = seedHousehold();
    rich(household);
    const file = await aCase(town, household).checked();
    await file.decides(reviewer, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '存款回执属实' });
    await town.lives('2026-11-11');
    expect(await file.now()).toMatchObject({ stage: 'review', assessment: { eligible: false } });
    expect(await file.certificate('checkObjection')).toMatchObject({ verdict: 'elapsed', dueOn: '2026-11-09' });
    await file.decides(reviewer, 'review', { outcome: 'proposeRefusal', reason: '金融资产超限' });
  });
});
