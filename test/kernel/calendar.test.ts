import { afterAll, beforeAll, expect, it } from 'vitest';
import { casesToReplan } from '../../src/db/case/clocks.ts';
import { putCalendarYear } from '../../src/db/policy.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { clockOf } from '../../src/domain/case/state.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

it('counts an end that reaches into an unpublished year anew when the list of that year arrives', async () => {
  const caseId = await county.apply();
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
  const wholeProcedure = async () => clockOf(await county.state(caseId), 'wholeProcedure')?.clock;
  expect(await wholeProcedure()).toMatchObject({ dueOn: '2027-01-12' });

  const list = { year: 2027, notice: '测试用', version: 'cn-2027.test', rest: ['2027-01-01'], makeUp: ['2027-01-09'] };
  await inTransaction(county.db.worker, (tx) => putCalendarYear(tx, list));
  const version = 'cn-2025.1+cn-2026.1+cn-2027.test';
  expect(await inTransaction(county.db.worker, (tx) => casesToReplan(tx, version, 10))).toEqual([caseId]);
  await county.cases.calendarChanged(caseId, version);

  // New Year's Day is lost, and the Saturday made up for it is won: the same day, now for certain.
  await eventually(
    'counted anew',
    async () => (await inTransaction(county.db.worker, (tx) => casesToReplan(tx, version, 10))).length === 0,
  );
  expect(await wholeProcedure()).toMatchObject({ dueOn: '2027-01-12' });
  const { rows } = await county.db.worker.query(
    `select calendar, provisional from clock where kind = 'wholeProcedure'`,
  );
  expect(rows).toEqual([{ calendar: version, provisional: false }]);
  expect(await county.decide(caseId, 'startCheck', { outcome: 'started' })).toMatchObject({ kind: 'receipt' });
});
