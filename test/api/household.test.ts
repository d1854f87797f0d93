import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { type Account, accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { seedHousehold } from '../support/people.ts';

let county: County;
let window: Window;
let caseId: CaseId;
const household = seedHousehold();
beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
  caseId = await county.apply(household);
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
  await county.decide(caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
  await county.decide(caseId, 'startCheck', { outcome: 'started' });
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const get = (part: string, account: Account) => window.get(account, `/v1/cases/${caseId}/${part}`);

it('who serves the household reads what it declared, with numbers masked', async () => {
  const answer = await get('declaration', accounts.investigator);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    area: 'urban',
    members: [
      { memberNo: 1, name: '测试甲', relation: 'applicant', age: 47 },
      { memberNo: 2, disability: { kind: 'intellectual', grade: 1 }, consent: { signedBy: 'guardian' } },
    ],
    incomes: [{ memberNo: 1, origin: '零工', amountFen: 46_800 }],
  });
  for (const { idNumber } of household.members) expect(answer.body).not.toContain(idNumber);
  expect(answer.body).not.toContain(household.account!.number);
});

it('nobody else reads it: not those who audit or pay, and no other township', async () => {
  for (const part of ['declaration', 'checks']) {
    expect((await get(part, accounts.auditor)).statusCode).toBe(403);
    expect((await get(part, accounts.finance)).statusCode).toBe(403);
    expect((await get(part, accounts.neighbour)).statusCode).toBe(404);
  }
});

it('a visit that names a member the household does not have is refused before anything is stored', async () => {
  const url = `/v1/tasks/${caseId}.survey.1.homeVisit/decision`;
  const found = [{ memberNo: 3, what: { income: 'wage', amountFen: 100, per: 'month' } }];
  const strayed = await window.post(accounts.investigator, url, { taskVersion: 1, ...visit(), found });
  expect(strayed.json()).toMatchObject({ code: 'validation', errors: [{ at: '/found/0/memberNo' }] });
  const absent = { taskVersion: 1, ...visit(), familyMemberPresent: 4 };
  expect((await window.post(accounts.investigator, url, absent)).json().errors).toEqual([
    { at: '/familyMemberPresent', message: 'the household has 2 members' },
  ]);
});

it('the reviewer sees each difference the tasks speak of, and how it was resolved', async () => {
  expect((await get('checks', accounts.reviewer)).json()).toEqual({ reports: [], differences: [] });
  await county.decide(caseId, 'homeVisit', visit());
  await county.fact(caseId, 'checkReport', {
    findings: [{ memberNo: 1, source: 'tax', what: { income: 'wage', amountFen: 60_000, per: 'month' } }],
    statuses: [{ memberNo: 2, source: 'marriage', status: 'marriage', on: '2026-05-01' }],
    unavailable: ['marriage'],
  });
  await county.opened(caseId, 'resolveDiscrepancy');
  const task = 'survey.1.resolveDiscrepancy.1' as Key;
  await county.decide(caseId, 'resolveDiscrepancy', { outcome: 'declarationStands', reason: '工资单为证' }, { task });
  expect((await get('checks', accounts.reviewer)).json()).toMatchObject({
    reports: [{ from: 'platform', taken: true, unavailable: ['marriage'] }],
    differences: [
      {
        difference: 1,
        memberNo: 1,
        source: 'tax',
        what: 'wage',
        declared: 46_800 * 12,
        found: 60_000 * 12,
        resolved: 'declarationStands',
      },
      { difference: 2, memberNo: 2, what: 'marriage', declared: null, found: null, on: '2026-05-01', resolved: null },
    ],
  });
});
