import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

describe('a family whose payment is held because it has given no account', () => {
  it('is not forgotten: the township is asked for the account, and the next run pays every month', async () => {
    const { account: _none, ...household } = seedHousehold();
    const file = await aCase(town, household).inBenefit();
    const first = (await file.now()).entitlements[0]!.monthFrom;
    const office = treasury(town);
    expect(await office.opens(first)).toMatchObject({
      held: { lines: 1, fen: 87_200 },
      control: { heldByReason: { noAccount: 1 } },
    });
    expect(await file.waitsFor('correctAccount')).toMatchObject({ role: 'township_clerk', colour: 'green' });
    expect(await file.story()).toContain('收到收款账户问题，发放受阻');
    await office.closes(first);

    const number = '6200000099000002';
    await file.decides(town.people.clerk, 'correctAccount', {
      outcome: 'corrected',
      account: { holder: '测试甲', bankName: '示范农商银行', number },
      reason: '申请时尚未开户，现已补登',
    });
    const next = addMonths(first, 1);
    await town.lives(`${first}-15`);
    await office.opens(next);
    await office.pays(next);
    expect(await office.bankBook(number)).toEqual(['credited 872.00', 'credited 872.00']);
  });
});
