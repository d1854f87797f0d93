import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { countingPool } from '../support/countingPool.ts';
import { type County, startCounty } from '../support/county.ts';
import { seedHousehold } from '../support/people.ts';

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
  const missing = await get('stranger', '/v1/cases/00000000-0000-4000-8000-000000000000');
  expect(missing.statements).toEqual(foreign.statements);
});

it('a decision asks fifteen statements on four ways, from the request to its answer', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  const { items } = (await window.get(accounts.clerk, `/v1/tasks?caseId=${caseId}`)).json();
  const [{ taskId, version }] = items;
  const content = { outcome: 'accepted' };
  const asked = await counting.during(async () => {
    const answer = await window.post(accounts.clerk, `/v1/tasks/${taskId}/decision`, {
      taskVersion: version,
      ...content,
    });
    expect(answer.statusCode).toBe(200);
  });
  expect(asked).toEqual({ statements: 15, ways: 4 });
});

it('an application of two persons asks sixteen statements on four ways, from the request to its receipt', async () => {
  const asked = await counting.during(async () => {
    const answer = await window.post(accounts.clerk, '/v1/applications', seedHousehold());
    expect(answer.statusCode).toBe(201);
  });
  expect(asked).toEqual({ statements: 16, ways: 4 });
});
