import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths, lastDayOf } from '../../src/domain/calendar.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import type { Fen } from '../../src/domain/money.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/lookAt.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
let file: CaseFile;
beforeAll(async () => {
  town = await openTown();
  file = await aCase(town).inBenefit();
});
afterAll(() => town?.close());

const owed = async (of = file) =>
  (await of.now()).entitlements.map(({ monthFrom, monthTo, component, fenPerMonth }) => [
    monthFrom,
    monthTo,
    component,
    fenPerMonth,
  ]);
const month = async () => (await town.today()).slice(0, 7);

describe('a household on its way through fifteen months', () => {
  it('is reviewed by its own clock: a month ahead the visit is due, and without change the amount stays', async () => {
    const { dueOn } = await file.clock('review');
    await town.lives(`${dueOn.slice(0, 8)}01`);
    await file.waitsFor('periodicReview');
    await lookAt(town, file).reviews('母女二人情况与上次一致，母亲仍打零工');
    expect((await file.now()).benefit).toMatchObject({ amountFen: 87_200 });
    const next = await eventually('the next review is set', async () => {
      const clock = await file.clock('review');
      return clock.dueOn > dueOn && clock;
    });
    expect(next.status).toBe('running');
  });

  it('finds a job and leaves by degrees: heard first, told month by month, and paid until the last of them', async () => {
    const on = await town.today();
    const wage = { origin: '镇上超市收银', amountFen: 180_000 as Fen, period: 'month' as const };
    const job = { kind: 'employed' as const, on, memberNo: 1, wage };
    const look = lookAt(town, file);
    await look.reports('母亲在超市找到工作，每月1800元', job);
    await look.finds('查看劳动合同和工资流水，情况属实', job);
    await file.waitsFor('proposeChange');
    const { reviewer } = town.people;
    expect(await file.tries(reviewer, 'proposeChange', { outcome: 'keep', reason: '维持' })).toMatchObject({
      status: 409,
      code: 'differsFromCalculation',
    });
    await look.proposes({ outcome: 'gradualExit', cause: 'employment', reason: '就业后收入超过标准' });
    expect(await file.letter('intendedDecision')).toContain('在听取意见并作出决定之前，原保障金照常发放');
    await look.hears('知道了，希望多给几个月');
    expect(await file.tries(reviewer, 'confirmChange', { outcome: 'approved' })).toMatchObject({
      status: 403,
      code: 'wrongRole',
    });
    await look.confirms();
    expect(await file.letter('gradualExit')).toMatch(/渐退办法[\s\S]*自收到本通知之日起/);
    await look.delivers();
    const first = addMonths(on.slice(0, 7), 1);
    expect((await file.now()).benefit).toMatchObject({
      cause: 'gradualExit',
      monthFrom: first,
      monthTo: addMonths(first, 5),
    });
    expect(await file.clock('gradualExit')).toMatchObject({ dueOn: lastDayOf(addMonths(first, 5)), status: 'running' });
  });

  it('loses the job in the fourth month and is back to the full amount without a new application', async () => {
    await town.lives(`${addMonths(await month(), 4)}-10`);
    const on = await town.today();
    const none = {
      kind: 'income' as const,
      on,
      memberNo: 1,
      income: 'wage' as const,
      origin: '已失业',
      amountFen: 46_800 as Fen,
      period: 'month' as const,
    };
    const look = lookAt(town, file);
    await look.reports('超市关门，母亲又打零工', none);
    await look.finds('走访超市，已停业；母亲零工收入如前', none);
    expect(
      await file.tries(town.people.reviewer, 'proposeChange', { outcome: 'raise', amountFen: 90_000, reason: '失业' }),
    ).toMatchObject({ code: 'exitRunning' });
    await look.proposes({ outcome: 'restore', amountFen: 87_200 });
    await look.confirms();
    expect((await file.now()).benefit).toMatchObject({ cause: 'restored', amountFen: 87_200 });
    expect((await file.clock('gradualExit')).status).toBe('stopped');
    expect(await owed()).toContainEqual([addMonths(await month(), 1), null, 'base', 87_200]);
  });

  it('loses its head; the daughter goes on in a file of her own, from the month after, without a gap', async () => {
    await town.lives(`${addMonths(await month(), 1)}-20`);
    const on = `${await month()}-03`;
    const died = { kind: 'memberDied' as const, on, memberNo: 1 };
    const named = { kind: 'headNamed' as const, on, memberNo: 2, relations: [] };
    const look = lookAt(town, file);
    const { clerk } = town.people;
    expect(
      await file.tries(clerk, 'registerChange', {
        outcome: 'registered',
        reportedBy: 'village',
        changes: [died],
        reason: '母亲病故',
        documents: [],
      }),
    ).toMatchObject({ status: 422, code: 'validation' });
    await look.reports('母亲病故', died, named);
    await look.finds('查看死亡证明；女儿由村里照料', died, named);
    await file.waitsFor('proposeChange');
    const { assessment } = await file.now();
    await look.cuts({ outcome: 'succeed', amountFen: assessment!.amountFen, reason: '户主死亡，停旧建新' });
    const next = addMonths(on.slice(0, 7), 1);
    expect((await file.reaches('closing')).benefit).toMatchObject({ cause: 'ended', monthFrom: next });
    const letter = await file.letter('survivorsFile');
    expect(letter).toContain('测试乙：户主已变更');
    const number = /案号(DD-420582-\d{4}-\d{6})/.exec(letter)?.[1];
    const survivors = await town.findsFile(number!);
    expect(await survivors.reaches('benefit')).toMatchObject({
      predecessor: file.caseId,
      benefit: { amountFen: assessment!.amountFen },
    });
    expect(await owed(survivors)).toEqual([[next, null, 'base', assessment!.amountFen]]);
  });
});

describe('a household that moves', () => {
  it('within the county is paid on, and the other township works on the file', async () => {
    const file = await aCase(town).inBenefit();
    const on = await town.today();
    const to = '420582101000' as DivisionCode;
    const moved = { kind: 'movedWithinCounty' as const, on, township: to, area: 'urban' as const };
    const { clerk } = town.people;
    const change = { outcome: 'registered', reportedBy: 'household', reason: '搬家', documents: [] };
    const abroad = { ...moved, township: '451322100000' };
    expect(await file.tries(clerk, 'registerChange', { ...change, changes: [abroad] })).toMatchObject({
      status: 422,
      errors: [{ at: '/changes/0' }],
    });
    const look = lookAt(town, file);
    await look.reports('搬到县内另一个乡镇', moved);
    await look.finds('新居已查看，家庭情况未变', moved);
    await look.proposes({ outcome: 'keep', reason: '人口和收入未变' });
    const there = await eventually('the other township has the file', async () => {
      const now = await file.get('', town.people.officer);
      return now.township === to && now;
    });
    expect(there.benefit).toMatchObject({ amountFen: 87_200 });
    expect(await file.now()).toMatchObject({ status: 404 });
    const neighbour = { ...clerk, division: to };
    expect((await file.get('family', neighbour)).members).toHaveLength(2);
    expect((await file.get('timeline', neighbour)).items.length).toBeGreaterThan(50);
  });
});
