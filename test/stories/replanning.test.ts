import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPolicyValue, applyToRunningClocks, valuesToApply } from '../../src/db/policy.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { aValue } from '../domain/policyBuilder.ts';
import { aCase } from '../support/aCase.ts';
import { eventually } from '../support/eventually.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const worker = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(town.county.db.worker, work);
const preview = async () => (await town.window.get(town.people.leader, '/v1/policy/replanning')).json().items;
const changes = async (key: 'limit.firstOpinion' | 'limit.total', value: number, runningClocks?: 'replan') => {
  const today = await town.today();
  const dated = {
    effectiveFrom: today,
    knownFrom: today,
    ground: '当阳市提速文件第二条',
    unit: 'workingDays',
  } as const;
  await worker((tx) =>
    addPolicyValue(tx, aValue(key, value, { ...dated, ...(runningClocks ? { runningClocks } : {}) })),
  );
};

it('a shorter length holds for cases that are under way only where its document says so, after it was shown, and never into the past', async () => {
  const file = await aCase(town).underReview();
  await town.lives('2026-10-12');
  const before = await file.clock('wholeProcedure');
  expect(before).toMatchObject({ dueOn: '2026-11-09', limit: { length: 30 } });

  await changes('limit.total', 25); // says nothing of cases under way
  expect(await preview()).toEqual([]);

  await town.lives('2026-10-13');
  await changes('limit.total', 20, 'replan');
  const [movement, ...others] = await preview();
  expect(others).toEqual([]);
  expect(movement).toMatchObject({
    county: '420582000000',
    key: 'limit.total',
    kind: 'wholeProcedure',
    ...{ from: 30, to: 20, clocks: 1, earlier: 1, later: 0, nextWorkingDay: 0 },
    examples: [{ caseId: file.caseId, dueOn: '2026-11-09', wouldBe: '2026-10-26' }],
  });
  expect(await file.clock('wholeProcedure')).toEqual({ ...before, left: expect.anything() });

  await worker(async (tx) => {
    for (const { policyId } of await valuesToApply(tx)) await applyToRunningClocks(tx, policyId, '420582-0010');
  });
  await eventually('the case counts anew', async () => (await file.clock('wholeProcedure')).dueOn === '2026-10-26');
  expect(await file.certificate('wholeProcedure')).toMatchObject({
    limit: { length: 30 },
    changes: [{ length: 20, ground: '当阳市提速文件第二条' }],
    dueOn: '2026-10-26',
    verdict: 'running',
  });
  expect(await file.story()).toContain('全程办理期限按新规定重新计算，至2026-10-26止（当阳市提速文件第二条）');
  expect(await preview()).toEqual([]);
  await eventually('it is done with', async () => {
    const { rowCount } = await town.county.db.worker.query('select from policy_applied where done_at is null');
    return rowCount === 0;
  });

  await town.lives('2026-10-15');
  await changes('limit.total', 5, 'replan');
  expect(await preview()).toMatchObject([{ nextWorkingDay: 1, examples: [{ wouldBe: '2026-10-16' }] }]);
  await worker(async (tx) => {
    for (const { policyId } of await valuesToApply(tx)) await applyToRunningClocks(tx, policyId, '420582-0010');
  });
  await eventually(
    'it is due on the next working day',
    async () => (await file.clock('wholeProcedure')).dueOn === '2026-10-16',
  );
  expect((await file.clock('wholeProcedure')).status).toBe('running');
});
