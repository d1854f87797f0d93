import { afterAll, beforeAll, expect, it } from 'vitest';
import { opensPersonalData } from '../../src/api/access.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';

let county: County;
let window: Window;
let caseId: CaseId;
beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
  caseId = await county.apply();
  await county.opened(caseId, 'accept');
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const readings = async (
  query = `case=${caseId}`,
  auditor: { officer: string; roles: never[]; division: string } = accounts.auditor as never,
) => (await window.get(auditor, `/v1/readings?${query}`)).json().items;

it('who opens a family’s file is noted, with what for; who only looks at the list is not', async () => {
  await window.get(accounts.clerk, '/v1/cases');
  await window.get(accounts.clerk, `/v1/cases/${caseId}/timeline`);
  expect(await readings()).toEqual([]);
  await window.get(accounts.clerk, `/v1/cases/${caseId}/family`);
  await window.as(accounts.leader, {
    method: 'GET',
    url: `/v1/cases/${caseId}/declaration`,
    headers: { 'x-purpose': 'complaint' },
  });
  await window.get(accounts.auditor, `/v1/cases/${caseId}`);
  const at = expect.stringMatching(/Z$/);
  expect(await readings()).toEqual([
    { at, ...accounts.auditor, route: 'GET /v1/cases/:caseId', caseId, subject: null, purpose: 'audit', stated: false },
    {
      at,
      ...accounts.leader,
      route: 'GET /v1/cases/:caseId/declaration',
      caseId,
      subject: null,
      purpose: 'complaint',
      stated: true,
    },
    {
      at,
      ...accounts.clerk,
      route: 'GET /v1/cases/:caseId/family',
      caseId,
      subject: null,
      purpose: 'casework',
      stated: false,
    },
  ]);
  expect(await readings(`officer=${accounts.leader.officer}`)).toHaveLength(1);
  const [page] = [(await window.get(accounts.auditor, `/v1/readings?case=${caseId}&limit=2`)).json()];
  expect(page.items).toHaveLength(2);
  expect(await readings(`case=${caseId}&limit=2&cursor=${page.next}`)).toHaveLength(1);
});

it('what was not shown was not read; a purpose that nobody knows is refused', async () => {
  const before = (await readings()).length;
  expect((await window.get(accounts.stranger, `/v1/cases/${caseId}`)).statusCode).toBe(404);
  expect((await window.get(accounts.auditor, `/v1/cases/${caseId}/family`)).statusCode).toBe(403);
  const headers = { 'x-purpose': 'curiosity' };
  const odd = await window.as(accounts.clerk, { method: 'GET', url: `/v1/cases/${caseId}/family`, headers });
  expect([odd.statusCode, odd.json().code]).toEqual([422, 'validation']);
  expect(await readings()).toHaveLength(before);
});

it('is read by the auditors of the case and of the reader, and by nobody else', async () => {
  await window.get(accounts.clerk, `/v1/cases/${caseId}/family`);
  expect((await readings()).length).toBeGreaterThan(0);
  const stranger = { ...accounts.auditor, officer: '451322-0009', division: '451322000000' };
  expect(await readings(`case=${caseId}`, stranger as never)).toEqual([]);
  for (const account of Object.values(accounts))
    if (account !== accounts.auditor) expect((await window.get(account, '/v1/readings')).statusCode).toBe(403);
});

it('without the note there is no answer, and nobody can take a note back', async () => {
  await county.db.owner.query('alter table reading rename to mislaid');
  const answer = await window.get(accounts.clerk, `/v1/cases/${caseId}/family`);
  await county.db.owner.query('alter table mislaid rename to reading');
  expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal']);
  expect(answer.body).not.toContain('测试');
  for (const statement of ['update reading set officer = $1', 'delete from reading where officer = $1'])
    for (const pool of [county.db.api, county.db.worker])
      await expect(pool.query(statement, ['somebody'])).rejects.toMatchObject({ code: '42501' });
});

it('every route of one case or run says whether it opens personal data', () => {
  const codesAndNumbersOnly = [
    'GET /v1/cases/:caseId/timeline',
    'GET /v1/cases/:caseId/journal',
    'GET /v1/cases/:caseId/clocks',
    'GET /v1/cases/:caseId/clocks/:clockId/certificate',
    'GET /v1/cases/:caseId/notices',
    'GET /v1/cases/:caseId/recovery',
    'GET /v1/tasks/:taskId',
    'GET /v1/commands/:commandId',
    'GET /v1/standby-funds/:township/:year',
    'GET /v1/destruction-lists/:listId',
    'GET /v1/destruction-lists/:listId/certificate',
    'GET /v1/disbursements/:disbursementId',
    'GET /v1/disbursements/:disbursementId/lines',
  ];
  const ofOne = window.app.routeKeys.filter(
    (key) => key.startsWith('GET ') && key.includes('/v1/') && key.includes(':'),
  );
  expect(ofOne.filter((key) => !opensPersonalData.has(key)).sort()).toEqual(codesAndNumbersOnly.sort());
  expect([...opensPersonalData].filter((key) => !window.app.routeKeys.includes(key))).toEqual([]);
});
