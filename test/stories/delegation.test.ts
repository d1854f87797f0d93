import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import { ruralHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown('xiangzhou');
});
afterAll(() => town?.close());

/** A family of three on 3,617 yuan a year each, with 3,000 a year: (10,851 − 3,000) ÷ 12 = 654.25. */
const household = () => {
  const family = ruralHousehold();
  return { ...family, incomes: [{ ...family.incomes[0]!, amountFen: 300_000 as never }] };
};

describe('a county that has delegated the confirmation (NOTICE-2022 part 4)', () => {
  it('has it done by the township within twenty working days, by somebody who took no part so far', async () => {
    const { reviewer, confirmer, officer } = town.people;
    const file = await aCase(town, household()).awaitingConfirmation();
    expect(await file.clock('wholeProcedure')).toMatchObject({
      dueOn: '2026-10-26',
      limit: { length: 20, unit: 'workingDays' },
    });
    const task = await file.waitsFor('confirm');
    expect(task).toMatchObject({ role: 'township_reviewer', division: '451322100000' });
    expect(await file.tries(reviewer, 'confirm', { outcome: 'approved' })).toMatchObject({
      status: 403,
      code: 'samePersonTwice',
    });
    expect(await file.tries(officer, 'confirm', { outcome: 'approved' })).toMatchObject({
      status: 403,
      code: 'wrongRole',
    });
    await file.decides(confirmer, 'confirm', { outcome: 'approved' });
    expect((await file.now()).entitlements).toMatchObject([{ monthFrom: '2026-10', fenPerMonth: 65_425 }]);
    expect(await file.letter('confirmation')).toContain(
      ['', '依据：《最低生活保障审核确认办法》第二十一条；《社会救助法》第十八条', '象州县象州镇人民政府', ''].join(
        '\n',
      ),
    );
  });

  it('decides itself what a township has let pass, so that no family waits for people who have all taken part', async () => {
    const { reviewer, officer } = town.people;
    const file = await aCase(town, household()).awaitingConfirmation();
    const task = await file.waitsFor('confirm');
    const approved = { outcome: 'approved' };
    expect(await file.tries(reviewer, 'confirm', approved, { task })).toMatchObject({
      ...{ code: 'samePersonTwice', remedy: expect.stringContaining('the county decides once the period has passed') },
    });
    await town.lives(addDays((await file.clock('countyConfirm')).dueOn, 1));
    expect((await file.tries(officer, 'confirm', approved)).status).toBe(200);
    expect((await file.now()).stage).toBe('benefit');
  });

  it('pays its families by its own run', async () => {
    const office = treasury(town);
    await office.opens('2026-10');
    expect(await office.pays('2026-10')).toMatchObject({ paid: { lines: 1, fen: 65_425 } });
  });

  it('takes the power back on a day: then the county confirms, and the township no longer may', async () => {
    const { confirmer, officer } = town.people;
    const file = await aCase(town, household()).awaitingConfirmation();
    await town.sets('delegation.dibao', false);
    expect(await file.tries(confirmer, 'confirm', { outcome: 'approved' })).toMatchObject({
      status: 403,
      code: 'delegationNotInForce',
    });
    await file.decides(officer, 'confirm', { outcome: 'approved' });
  });
});
