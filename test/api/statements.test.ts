import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { countingPool } from '../support/countingPool.ts';
import { type County, startCounty } from '../support/county.ts';

let county: County;
let window: Window;
let counting: ReturnType<typeof countingPool>;
beforeAll(async () => {
  county = await startCounty();
  counting = countingPool(county.db.api);
  window = await openWindow(county, { pool: counting.pool });
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const get = (account: keyof typeof accounts, url: string) =>
  counting.during(async () => window.get(accounts[account], url));

it('GET a case asks fourteen statements on two ways to the database: the page, and the note of it', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  await get('clerk', `/v1/cases/${caseId}`); // reads the policy, once
  expect(await get('clerk', `/v1/cases/${caseId}`)).toEqual({ statements: 14, ways: 2 });
  // Whoever reads no names asks for none.
  expect(await get('auditor', `/v1/cases/${caseId}`)).toEqual({ statements: 13, ways: 2 });
});

it('asks of another county’s case what it asks of one that does not exist', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  await get('stranger', `/v1/cases/${caseId}`);
  const foreign = await get('stranger', `/v1/cases/${caseId}`);
  expect(await get('stranger', '/v1/cases/00000000-0000-4000-8000-000000000000')).toEqual(foreign);
});
