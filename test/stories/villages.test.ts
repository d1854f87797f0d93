import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import { lookAt } from '../support/lookAt.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const north = '420582001001';
const south = '420582001002';
const reviews = async (query = '') =>
  (await town.window.get(town.people.reviewer, `/v1/reviews?township=420582001000${query}`)).json();

it('a supervisor sees how the reviews stand in each village, and drills down to the family', async () => {
  const file = await aCase(town, { ...seedHousehold(), village: north as never }).inBenefit();
  await aCase(town).inBenefit(); // of no village on file
  const { villages } = await reviews();
  expect(villages).toMatchObject([
    { village: north, running: 1, late: 0, withoutReview: 0 },
    { village: null, running: 1 },
  ]);
  const { items } = await reviews(`&status=running&village=${north}`);
  expect(items).toMatchObject([{ caseNumber: file.caseNumber, village: north }]);

  const on = await town.today();
  const look = lookAt(town, file);
  const moves = { kind: 'movedWithinCounty', on, township: '420582001000', village: south, area: 'urban' } as never;
  await look.reports('搬到南村', moves);
  await look.finds('已核实，全家已搬到南村居住', moves);
  await file.waitsFor('proposeChange');
  await file.decides(town.people.reviewer, 'proposeChange', { outcome: 'keep', reason: '收入不变' });
  await expect
    .poll(async () => (await reviews()).villages.map(({ village }: { village: string }) => village))
    .toEqual([south, null]);
});

it('a village of another township is refused with the field that is wrong', async () => {
  const answer = await town.window.post(town.people.clerk, '/v1/applications', {
    ...seedHousehold(),
    village: '420582101001',
  });
  expect(answer.json()).toMatchObject({ code: 'validation', errors: [{ at: '/village' }] });
});
