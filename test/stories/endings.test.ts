import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const nothingOpen = { tasks: [], clocks: [], expected: [] };
const remedies =
  '如不服本决定，可自收到本通知之日起六十日内向当阳市人民政府申请行政复议，' +
  '或者在六个月内向当阳市人民法院提起行政诉讼。';

describe('papers that are missing (MCA-57 art. 10)', () => {
  it('are asked for once, all together; a second request is refused; then the application is taken, or not with reasons', async () => {
    const { clerk } = town.people;
    const file = await aCase(town).applied();
    await file.decides(clerk, 'accept', { outcome: 'supplementNeeded', missing: ['女儿的残疾人证复印件', '租房合同'] });
    expect(await file.letter('supplementList')).toBe(
      [
        '补正材料一次性告知书',
        `编号：${file.caseNumber}`,
        '',
        '测试甲：请于2026年10月12日前（含当日）补正下列全部材料（本告知只作一次）：',
        '1. 女儿的残疾人证复印件',
        '2. 租房合同',
        '',
        '依据：《最低生活保障审核确认办法》第十条；《社会救助法》第六十二条',
        '当阳市玉阳街道办事处',
        '2026年9月21日',
      ].join('\n'),
    );
    await file.decides(clerk, 'supplement', { outcome: 'supplemented', documents: [await file.uploads(clerk, '102')] });
    expect(await file.tries(clerk, 'accept', { outcome: 'supplementNeeded', missing: ['收入证明'] })).toMatchObject({
      status: 409,
      code: 'supplementAlreadyAsked',
      title: 'Missing papers may be asked for only once',
    });
    await file.decides(clerk, 'accept', { outcome: 'notAccepted', reason: '户籍地和居住地均不在本街道' });
    expect(await file.now()).toMatchObject({ stage: 'ended', endedAs: 'notAccepted', ...nothingOpen });
    expect(await file.letter('nonAcceptance')).toBe(
      [
        '社会救助申请不予受理通知书',
        `编号：${file.caseNumber}`,
        '',
        '测试甲：你户的申请不予受理，理由：',
        '1. 户籍地和居住地均不在本街道',
        remedies,
        '',
        '依据：《最低生活保障审核确认办法》第十条；《社会救助法》第十八条',
        '当阳市玉阳街道办事处',
        '2026年9月21日',
      ].join('\n'),
    );
  });

  it('that do not come in time: the township is called, and looks at the application as it is', async () => {
    const { clerk, officer } = town.people;
    const file = await aCase(town).applied();
    await file.decides(clerk, 'accept', { outcome: 'supplementNeeded', missing: ['租房合同'] });
    await town.lives('2026-10-13');
    expect((await file.now()).tasks.filter(({ standing }) => !standing)).toMatchObject([
      { kind: 'escalation', colour: 'red', role: 'county_officer', about: { clock: 'supplement' } },
      { kind: 'supplement', colour: 'red' },
    ]);
    await file.decides(officer, 'escalation', { outcome: 'instructed', reason: '按现有材料审查' });
    await file.decides(clerk, 'supplement', { outcome: 'notSupplemented', reason: '逾期未交' });
    await file.decides(clerk, 'accept', { outcome: 'accepted', reason: '租房情况可入户核实' });
    expect(await file.now()).toMatchObject({ stage: 'survey' });
  });
});

describe('the family withdraws', () => {
  it.each(['applied', 'accepted', 'underReview', 'posted', 'awaitingConfirmation'] as const)(
    '%s: the case ends with a letter, nothing stays open, and the family may apply again',
    async (state) => {
      const { clerk } = town.people;
      const household = seedHousehold();
      const file = await aCase(town, household)[state]();
      await file.decides(clerk, 'withdraw', { outcome: 'withdrawn', reason: '女儿找到工作' });
      expect(await file.now()).toMatchObject({ stage: 'ended', endedAs: 'withdrawn', ...nothingOpen });
      expect(await file.letter('withdrawal')).toContain('测试甲：你户的申请已按你的意愿撤回，今后可以再次申请。');
      await aCase(town, household).applied();
    },
  );
});

describe('a family that refuses to cooperate (MCA-57 art. 29)', () => {
  it('has its procedure ended with a notice that gives the reason and the remedies', async () => {
    const { reviewer } = town.people;
    const file = await aCase(town).accepted();
    await file.decides(reviewer, 'terminate', { outcome: 'terminated', reason: '三次拒绝入户调查' });
    expect(await file.now()).toMatchObject({ stage: 'ended', endedAs: 'terminated', ...nothingOpen });
    expect((await file.letter('termination')).split('\n').slice(3, 8)).toEqual([
      '测试甲：因下列原因，终止审核确认程序：',
      '1. 三次拒绝入户调查',
      remedies,
      '',
      '依据：《最低生活保障审核确认办法》第二十九条',
    ]);
  });
});

describe('a case that the county returns (MCA-57 art. 20)', () => {
  it('says what is missing, which the township can read, and is surveyed again', async () => {
    const { officer, clerk } = town.people;
    const file = await aCase(town).awaitingConfirmation();
    const missing = ['女儿的残疾等级证明', '邻里访问笔录'];
    await file.decides(officer, 'confirm', { outcome: 'returned', reason: '证据不足', missing });
    const { items } = await file.get('decisions', clerk);
    expect(items.at(-1)).toMatchObject({
      kind: 'confirm',
      outcome: 'returned',
      content: { reason: '证据不足', missing },
    });
    const { stage, tasks } = await file.now();
    expect([stage, tasks.filter(({ standing }) => !standing).map(({ kind }) => kind)]).toEqual([
      'survey',
      ['startCheck', 'startSurvey'],
    ]);
  });
});
