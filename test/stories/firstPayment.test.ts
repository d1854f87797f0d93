import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import { ruralHousehold, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

/** Nothing is asked of anybody; what may be done at any time may be done. */
const everyTaskMayWait = expect.toSatisfy((tasks: { standing: boolean }[]) => tasks.every(({ standing }) => standing));

describe('from the application to the first paid month', () => {
  it('a widow and her daughter get 872.00, a rural family of three 750.00, each once and in the bank’s own book', async () => {
    const [urban, rural] = [seedHousehold(), ruralHousehold()];
    const mother = await aCase(town, urban).underReview();
    const farmers = await aCase(town, rural).underReview();
    expect((await mother.now()).assessment).toEqual({ eligible: true, amountFen: 87_200 });
    expect((await farmers.now()).assessment).toEqual({ eligible: true, amountFen: 75_000 });

    await town.lives('2026-10-12');
    const { reviewer, officer } = town.people;
    await mother.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
    await farmers.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 75_000 });
    expect(await mother.letter('posting')).toBe(
      [
        '最低生活保障初审结果公示',
        `编号：${mother.caseNumber}`,
        '',
        '申请人：测试甲',
        '保障人数：2',
        '拟保障金额：每月872.00元',
        '公示至：2026年10月18日',
        '如有异议，请向乡镇人民政府（街道办事处）反映。',
        '',
        '依据：《最低生活保障审核确认办法》第十九条、第二十四条',
        '当阳市玉阳街道办事处',
        '2026年10月12日',
      ].join('\n'),
    );

    await town.lives('2026-10-19');
    for (const file of [mother, farmers]) await file.decides(officer, 'confirm', { outcome: 'approved' });
    expect(await mother.letter('confirmation')).toBe(
      [
        '最低生活保障确认通知书',
        `编号：${mother.caseNumber}`,
        '',
        '测试甲：确认你户2人享受最低生活保障，每月872.00元，自2026年11月起发放。',
        `证号：${mother.caseNumber}-Z`,
        '',
        '依据：《最低生活保障审核确认办法》第二十一条；《社会救助法》第十八条',
        '当阳市民政局',
        '2026年10月19日',
      ].join('\n'),
    );
    expect(await mother.now()).toMatchObject({
      stage: 'benefit',
      endedAs: null,
      tasks: everyTaskMayWait,
      entitlements: [
        {
          component: 'base',
          monthFrom: '2026-11',
          monthTo: null,
          fenPerMonth: 87_200,
          certificate: `${mother.caseNumber}-Z`,
        },
      ],
    });
    expect(await mother.certificate('wholeProcedure')).toMatchObject({
      limit: { length: 30, unit: 'workingDays' },
      countedFrom: '2026-09-21',
      dueOn: '2026-11-09',
      verdict: 'onTime',
      provisional: false,
    });

    await town.lives('2026-11-02');
    const office = treasury(town);
    expect(await office.opens('2026-11')).toMatchObject({ planned: { lines: 2, fen: 162_200 }, held: { lines: 0 } });
    expect(await office.pays('2026-11')).toMatchObject({ paid: { lines: 2, fen: 162_200 } });
    expect(await office.closes('2026-11')).toMatchObject({ state: 'closed', returned: { lines: 0, fen: 0 } });
    expect(await office.bankBook(urban.account!.number)).toEqual(['credited 872.00']);
    expect(await office.bankBook(rural.account!.number)).toEqual(['credited 750.00']);
    expect((await mother.story()).slice(-2)).toEqual([
      '已交银行发放：2026年11月份872.00元',
      '已发放到账：2026年11月份872.00元',
    ]);
  });
});

describe('a line the bank returns', () => {
  it('is put right by the township, and both months are paid by the next run, each once', async () => {
    const household = seedHousehold();
    const closed = household.account!.number;
    const file = await aCase(town, household).inBenefit();
    const [first] = (await file.now()).entitlements;
    expect(first).toMatchObject({ monthFrom: '2026-12', fenPerMonth: 87_200 });

    town.bank.closeAccount(closed);
    const office = treasury(town);
    await office.opens('2026-12');
    expect(await office.pays('2026-12')).toMatchObject({ returned: { lines: 1, fen: 87_200 } });
    await office.closes('2026-12');
    const task = await file.waitsFor('correctAccount');
    expect(task).toMatchObject({ role: 'township_clerk', division: '420582001000', colour: 'green' });
    expect(await file.story()).toContain('银行退回：2026年12月份872.00元（账户已销户）');

    const number = '6200000099000001';
    await file.decides(town.people.clerk, 'correctAccount', {
      outcome: 'corrected',
      account: { holder: '测试甲', bankName: '示范农商银行', number },
      reason: '原账户已销户，存折已核对',
    });
    await town.lives('2026-12-07');
    expect(await office.opens('2027-01')).toMatchObject({
      toPay: { lines: 4, fen: 336_600 },
      control: { arrearsLines: 1, arrearsFen: 87_200 },
    });
    await office.pays('2027-01');
    expect(await office.closes('2027-01')).toMatchObject({ state: 'closed', paid: { lines: 4, fen: 336_600 } });
    expect(await office.bankBook(closed)).toEqual(['returned 872.00']);
    expect(await office.bankBook(number)).toEqual(['credited 872.00', 'credited 872.00']);
    expect((await office.lines('2027-01')).filter(({ caseId }) => caseId === file.caseId)).toMatchObject([
      { month: '2026-12', amountFen: 87_200, status: 'paid' },
      { month: '2027-01', amountFen: 87_200, status: 'paid' },
    ]);
  });
});
