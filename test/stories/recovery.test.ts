import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths, lastDayOf } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/lookAt.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

let town: Town;
let file: CaseFile;
let first: string;
beforeAll(async () => {
  town = await openTown();
  file = await aCase(town).inBenefit();
  first = (await file.now()).entitlements[0]!.monthFrom;
});
afterAll(() => town?.close());

const recovery = () => file.get('recovery', town.people.finance1);

async function paid(month: string) {
  const office = treasury(town);
  await town.lives(`${month}-05`);
  await office.opens(month);
  await office.pays(month);
  await office.closes(month);
}

describe('a family that moved away and was paid on', () => {
  it('is found out when it has been paid for two months after the move; the benefit ends back then', async () => {
    for (const month of [first, addMonths(first, 1), addMonths(first, 2)]) await paid(month);
    const on = lastDayOf(first).slice(0, 8).concat('10');
    const moved = { kind: 'movedOut' as const, on, to: '420583000000' as never };
    const look = lookAt(town, file);
    await look.reports('邻居反映已搬走', moved);
    await look.finds('房东证明该户已迁居外县', moved);
    await look.cuts({ outcome: 'stop', ground: 'movedOut', on, reason: '已迁出本县' });
    expect((await file.reaches('closing')).benefit).toMatchObject({ cause: 'ended', monthFrom: addMonths(first, 1) });
    await file.waitsFor('proposeRecovery');
    expect(await recovery()).toMatchObject({
      overpaid: [
        { month: addMonths(first, 1), fen: 87_200 },
        { month: addMonths(first, 2), fen: 87_200 },
      ],
      recoveries: [],
    });
  });

  it('is heard, and another person than who proposed it decides; a fine is for fraud alone', async () => {
    const { reviewer, clerk } = town.people;
    const ground = 'reportedLate';
    await file.decides(reviewer, 'proposeRecovery', { outcome: 'propose', ground, reason: '迁出未报', documents: [] });
    expect(await file.letter('recoveryIntended')).toMatch(
      /872\.00元[\s\S]*合计1744\.00元[\s\S]*不从今后的救助金中扣抵/,
    );
    const heardOn = await town.today();
    await file.decides(clerk, 'recordReply', { outcome: 'replied', heardOn, statement: '不知道要报告', documents: [] });
    const decision = { outcome: 'recover', ground, instalments: 2, reason: '多发两个月' };
    expect(await file.tries(town.confirmer, 'decideRecovery', { ...decision, fineFen: 1 })).toMatchObject({
      status: 422,
      code: 'fineTooHigh',
    });
    expect(await file.tries(town.confirmer, 'decideRecovery', { ...decision, instalments: 100 })).toMatchObject({
      code: 'tooManyInstalments',
    });
    await file.decides(town.confirmer, 'decideRecovery', decision);
    expect(await file.letter('recovery')).toMatch(/分2期退回[\s\S]*合计1744\.00元[\s\S]*行政复议/);
    expect(await recovery()).toMatchObject({ overpaid: [], recoveries: [{ balanceFen: 174_400, fineFen: 0 }] });
  });

  it('pays it back in two parts, to the fen and no more; then the file closes when nothing can be contested', async () => {
    const { finance1, finance2 } = town.people;
    const repayment = async (amountFen: number, reference: string) => ({
      outcome: 'repaid',
      amountFen,
      paidOn: await town.today(),
      reference,
    });
    expect(await file.tries(finance1, 'recordRepayment', await repayment(174_401, '收据 0001'))).toMatchObject({
      code: 'moreThanOwedBack',
    });
    await file.decides(finance1, 'recordRepayment', await repayment(100_000, '收据 0001'));
    await file.decides(finance2, 'recordRepayment', await repayment(74_400, '收据 0002'));
    const { recoveries } = await recovery();
    expect(recoveries[0]).toMatchObject({ balanceFen: 0, overpaidFen: 174_400 });
    const sum = (side: 'debitFen' | 'creditFen') =>
      recoveries[0].entries.reduce((total: number, entry: Record<typeof side, number>) => total + entry[side], 0);
    expect(sum('debitFen')).toBe(sum('creditFen'));
    const { dueOn } = await file.clock('contest');
    await town.lives(`${addMonths(dueOn.slice(0, 7), 1)}-05`);
    expect((await file.reaches('ended')).endedAs).toBe('benefitEnded');
  });
});

describe('a request to pay into another account', () => {
  it('is approved by another person, not paid into for a cycle, and then everything is paid', async () => {
    const other = await aCase(town).inBenefit();
    const { clerk, reviewer } = town.people;
    const office = treasury(town);
    const start = (await other.now()).entitlements[0]!.monthFrom;
    const number = '6200000088000001';
    await other.decides(clerk, 'requestAccountChange', {
      outcome: 'requested',
      account: { holder: '测试甲', bankName: '示范农商银行', number },
      requestedBy: 1,
      reason: '原卡遗失',
      documents: [],
    });
    expect(
      await other.tries({ ...reviewer, officer: clerk.officer }, 'approveAccountChange', {
        outcome: 'approved',
        reason: '本人到场',
        documents: [],
      }),
    ).toMatchObject({ status: 403, code: 'samePersonTwice' });
    await other.decides(reviewer, 'approveAccountChange', { outcome: 'approved', reason: '本人到场', documents: [] });
    expect(await other.letter('accountChanged')).toContain('如非本人申请');
    await town.lives(`${start}-05`);
    expect(await office.opens(start)).toMatchObject({ control: { heldByReason: { accountNewlyChanged: 1 } } });
    await office.closes(start);
    await town.lives(`${addMonths(start, 1)}-05`);
    await office.opens(addMonths(start, 1));
    await office.pays(addMonths(start, 1));
    await eventually('both months are in the bank’s book', async () => (await office.bankBook(number)).length === 2);
    expect(await office.bankBook(number)).toEqual(['credited 872.00', 'credited 872.00']);
  });
});
