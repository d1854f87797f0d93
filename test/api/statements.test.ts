import { afterAll, beforeAll, expect, it } from 'vitest';
import { readInDivision } from '../../src/db/pool.ts';
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

it('GET a case asks five statements on two ways to the database: the page, and the note of it', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  await get('clerk', `/v1/cases/${caseId}`); // reads the policy, once
  expect(await get('clerk', `/v1/cases/${caseId}`)).toEqual({ statements: 5, ways: 2 });
});

it('eight readings at once are noted by fewer statements than eight, each before its answer', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  const noted = () =>
    readInDivision(county.db.api, '420582000000', async (tx) => {
      const { rows } = await tx.query('select count(*) as n from reading where case_id = $1', [caseId]);
      return rows[0].n;
    });
  const before = await noted();
  const { statements } = await counting.during(() =>
    Promise.all(Array.from({ length: 8 }, () => window.get(accounts.clerk, `/v1/cases/${caseId}`))),
  );
  expect(await noted()).toBe(before + 8);
  expect(statements).toBeLessThan(8 * 5);
});

it('asks of another county’s case what it asks of one that does not exist', async () => {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  await get('stranger', `/v1/cases/${caseId}`);
  const foreign = await get('stranger', `/v1/cases/${caseId}`);
  const missing = await get('stranger', '/v1/cases/00000000-0000-4000-8000-000000000000');
  expect(missing.statements).toEqual(foreign.statements);
});

it('a decision asks ten statements on four ways, from the request to its answer', async () => {
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
  expect(asked).toEqual({ statements: 10, ways: 4 });
});

it('an application of two persons asks fourteen statements on four ways, from the request to its receipt', async () => {
  const asked = await counting.during(async () => {
    const answer = await window.post(accounts.clerk, '/v1/applications', seedHousehold());
    expect(answer.statusCode).toBe(201);
  });
  expect(asked).toEqual({ statements: 14, ways: 4 });
});
