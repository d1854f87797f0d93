import { afterAll, beforeAll, expect, it } from 'vitest';
import { clockOf } from '../../src/domain/case/state.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty({ begins: new Date('2026-01-05T01:00:00Z') });
});
afterAll(() => county?.stop());

it('lives through the clocks of a case on days that are over: nothing goes by the real date', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  expect((await county.state(caseId)).stage).toBe('intake');
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
  const wholeProcedure = async () => clockOf(await county.state(caseId), 'wholeProcedure')?.clock;
  expect(await wholeProcedure()).toMatchObject({ dueOn: '2026-02-14' });

  await county.clock.advance(new Date('2026-02-16T01:00:00Z'));
  await eventually('passed', async () => (await wholeProcedure())?.passed);
  const { rows } = await county.db.worker.query<{ day: string }>(
    `select distinct to_char(passed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day from clock where kind = 'wholeProcedure'`,
  );
  expect(rows).toEqual([{ day: '2026-02-15' }]);
  await expectSound(county, caseId);
});
