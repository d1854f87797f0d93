import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fen } from '../../src/domain/money.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
beforeEach(() => town.instantBank.behave('normal'));
afterAll(() => town?.close());

const given = { unrelated: true, documents: [] };
const cash = (amountFen: number) => ({
  ...{ outcome: 'cash', amountFen, receipt: 'SJ-0021', receivedBy: '本人' },
  ...given,
});
const fund = async () => (await town.window.get(town.people.finance1, '/v1/standby-funds')).json().items[0];

describe('bridging aid', () => {
  it('is given once, within a month of the benefit, from the township’s fund; the benefit is paid in full all the same', async () => {
    const { reviewer, clerk } = town.people;
    const household = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    expect(await file.tries(clerk, 'bridge', cash(87_200))).toMatchObject({ status: 403, code: 'wrongRole' });
    expect(await file.tries(reviewer, 'bridge', cash(87_201))).toMatchObject({ status: 409, code: 'aboveBridging' });
    await file.decides(reviewer, 'bridge', cash(87_200));
    expect((await file.now()).aid).toMatchObject({
      givenFen: 87_200,
      given: [{ form: 'cash', cause: 'bridging', paidFrom: 'standbyFund', stands: 'given' }],
    });
    expect((await file.story()).join()).toContain('（过渡性救助，备用金）');
    expect(await fund()).toMatchObject({ spentFen: 87_200, heldFen: 0 });
    const letter = await file.letter('bridgingAid');
    for (const told of ['测试甲：', '过渡性救助872.00元', '不从保障金中扣抵', '第二十九条', '玉阳街道办事处'])
      expect(letter).toContain(told);
    expect(await file.tries(reviewer, 'bridge', cash(100))).toMatchObject({
      ...{ status: 409, code: 'bridgedAlready', remedy: expect.stringContaining('temporary assistance') },
    });

    await firstMonthOf(file);
    expect(await treasury(town).bankBook(household.account!.number)).toEqual(['credited 872.00']);
  });

  it('whose transfer the bank refuses is given otherwise, in the same amount; then the first month is paid, and it is too late', async () => {
    const { reviewer, clerk } = town.people;
    const [late, file] = [await aCase(town).inBenefit(), await aCase(town).inBenefit()];
    town.instantBank.behave('rejects');
    const account = { holder: '测试甲', bankName: '示范农商银行', number: '6240000000000011' };
    await file.decides(reviewer, 'bridge', { outcome: 'transfer', amountFen: 50_000, account, ...given });
    await file.waitsFor('payOtherwise');
    expect((await file.get('notices')).items).not.toContainEqual(expect.objectContaining({ kind: 'bridgingAid' }));
    const before = await fund();
    const otherwise = { ...cash(50_001), reason: '账户有误，改发现金' };
    expect(await file.tries(clerk, 'payOtherwise', otherwise)).toMatchObject({ code: 'notTheAmountDecided' });
    await file.decides(clerk, 'payOtherwise', { ...otherwise, amountFen: 50_000 });
    expect((await file.now()).aid).toMatchObject({
      givenFen: 50_000,
      given: [{ form: 'transfer', stands: 'notGiven' }, { form: 'cash' }],
    });
    expect((await fund()).spentFen - before.spentFen).toBe(50_000);
    expect(await file.letter('bridgingAid')).toContain('过渡性救助500.00元');

    await firstMonthOf(late);
    expect(await late.tries(reviewer, 'bridge', cash(100))).toMatchObject({ status: 409, code: 'firstMonthPaid' });
  });

  it('counts with temporary aid that the same persons apply for, and is refused where the county has not switched it on', async () => {
    const { reviewer } = town.people;
    const id = idNumber('1979-03-12');
    const [applicant] = seedHousehold().members;
    const members = [{ ...applicant!, idNumber: id }];
    const file = await aCase(town, seedHousehold({ members, incomes: [] })).inBenefit();
    await file.decides(reviewer, 'bridge', cash(67_000));
    const need = { cause: 'illness', at: 'residence', since: '2026-08-03' } as const;
    const spent = { spentFen: 900_000 as Fen, coveredFen: 500_000 as Fen };
    const household = seedHousehold({ programme: 'temporary', need: { ...need, ...spent }, members });
    const applied = await aCase(town, household).underReview();
    expect((await applied.get('explanation')).input.earlier).toMatchObject([{ fen: 67_000, cause: 'bridging' }]);

    const other = await aCase(town).inBenefit();
    await town.sets('temporary.bridging', false);
    expect(await other.tries(reviewer, 'bridge', cash(100))).toMatchObject({
      ...{ status: 409, code: 'bridgingNotInForce' },
    });
  });
});

/** The county pays the first month of this family. */
async function firstMonthOf(file: CaseFile): Promise<void> {
  const { monthFrom } = (await file.now()).entitlements[0]!;
  await town.lives(`${monthFrom}-02`);
  await treasury(town).opens(monthFrom);
  await treasury(town).pays(monthFrom);
}
