import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMonthsToDate } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import { lookAt } from '../support/lookAt.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

it('a change told more than three months after it happened is answered for with the opinion (NOTICE-2022 part 5)', async () => {
  const file = await aCase(town).inBenefit();
  const today = await town.today();
  const look = lookAt(town, file);
  const wage = (on: string, amountFen: number) =>
    ({ kind: 'income', on, memberNo: 2, income: 'wage', origin: '零工', amountFen, period: 'month' }) as never;
  await look.reports('三个月前的收入', wage(addMonthsToDate(today, -3), 10_000));
  expect(await file.now()).toMatchObject({ reportedLate: false });
  await look.finds('入户核实，女儿没有收入');

  const late = wage(addMonthsToDate(today, -4), 30_000);
  await look.reports('四个月前起有零工收入', late);
  await look.finds('已核实，女儿四个月前起有零工收入', late);
  await file.waitsFor('proposeChange');
  const { assessment, reportedLate } = await file.now();
  expect(reportedLate).toBe(true);
  const lower = { outcome: 'lower', amountFen: assessment!.amountFen, reason: '收入增加' };
  expect(await file.tries(town.people.reviewer, 'proposeChange', lower)).toMatchObject({
    status: 422,
    code: 'lateReportUnanswered',
  });
  await file.decides(town.people.reviewer, 'proposeChange', {
    ...lower,
    lateReport: { outcome: 'criticised', reason: '已入户批评教育' },
  });
  expect(await file.now()).toMatchObject({ reportedLate: false });
});

it('a file that has ended is kept for the years of policy', async () => {
  const file = await aCase(town).applied();
  await file.decides(town.people.clerk, 'withdraw', { outcome: 'withdrawn', reason: '不再需要' });
  const keepUntil = addMonthsToDate(await town.today(), 36);
  expect(await file.now()).toMatchObject({ endedAs: 'withdrawn', keepUntil, destroyed: null });
});
