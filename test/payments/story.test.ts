import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { type BankSimulator, readBankBook, startBank } from '../../src/simulators/bank.ts';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { eventually } from '../support/eventually.ts';
import { seedHousehold } from '../support/people.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';

const { finance, auditor, leader, clerk, strangeOfficer } = accounts;
const second = { ...finance, officer: '420582-0008' };
const stranger = { ...strangeOfficer, roles: ['finance_officer'] as const };

let county: County;
let office: PayOffice;
let api: Window;
let bank: BankSimulator;
let caseId: CaseId;
beforeAll(async () => {
  county = await startCounty();
  office = await openPayOffice(county.db, county.cases);
  api = await openWindow(county, { runs: office.runs });
  bank = await startBank({ dir: office.root, pollMs: 30 });
  caseId = await familyInBenefit();
});
afterAll(async () => {
  await bank?.stop();
  await api?.close();
  await office?.stop();
  await county?.stop();
});

const january = '/v1/disbursements/420582000000:2027-01';
const february = '/v1/disbursements/420582000000:2027-02';

test('a finance officer opens the run of the first month; who has no business with money does not', async () => {
  const body = { county: '420582000000', period: '2027-01' };
  expect((await api.post(clerk, '/v1/disbursements', body)).statusCode).toBe(403);
  expect((await api.post(stranger, '/v1/disbursements', body)).json()).toMatchObject({
    status: 403,
    code: 'otherCounty',
  });
  expect((await api.post(finance, '/v1/disbursements', { ...body, period: '2027-02' })).json()).toMatchObject({
    status: 422,
    code: 'periodTooFarAhead',
  });
  expect((await api.post(finance, '/v1/disbursements', { ...body, period: '2027-13' })).statusCode).toBe(422);

  const opened = await api.post(finance, '/v1/disbursements', body);
  expect(opened.statusCode).toBe(200);
  expect(opened.headers.location).toBe(january);
  await prepared(january);
  expect((await api.post(second, '/v1/disbursements', body)).json()).toMatchObject({
    state: 'prepared',
    openedBy: finance.officer,
  });
});

test('the county sees totals, lines and comparison; another county sees nothing of it', async () => {
  const run = (await api.get(leader, january)).json();
  expect(run).toMatchObject({
    planned: { lines: 1, fen: 87_200 },
    toPay: { lines: 1, fen: 87_200 },
    signatures: [],
    control: { households: 1 },
  });
  const lines = (await api.get(auditor, `${january}/lines`)).json();
  expect(lines.items).toMatchObject([{ caseId, month: '2027-01', amountFen: 87_200, status: 'planned' }]);
  expect((await api.get(auditor, '/v1/disbursements')).json().items).toHaveLength(1);
  expect((await api.get(stranger, '/v1/disbursements')).json().items).toEqual([]);
  for (const path of ['', '/lines', '/file', '/roster'])
    expect((await api.get(stranger, january + path)).statusCode).toBe(404);
  expect((await api.post(stranger, `${january}/signature`, { totalFen: 87_200 })).statusCode).toBe(404);
  expect((await api.get(auditor, `${january}/roster`)).statusCode).toBe(403);
});

test('two sign; the bank is given the file, and what it returns opens a task of the township', async () => {
  bank.closeAccount(accountOf(0));
  expect((await api.post(finance, `${january}/signature`, { totalFen: 1 })).json()).toMatchObject({
    code: 'totalDiffers',
  });
  expect((await api.post(finance, `${january}/signature`, { totalFen: 87_200 })).json()).toMatchObject({
    state: 'prepared',
  });
  expect((await api.post(finance, `${january}/signature`, { totalFen: 87_200 })).json()).toMatchObject({
    code: 'signedAlready',
  });
  expect((await api.post(second, `${january}/signature`, { totalFen: 87_200 })).statusCode).toBe(200);
  await eventually('returned', async () => (await api.get(finance, january)).json().returned.fen === 87_200);

  const file = await api.get(finance, `${january}/file`);
  expect(file.body).toContain('<CtrlSum>872.00</CtrlSum>');
  const roster = await api.get(finance, `${january}/roster`);
  expect(roster.headers['content-type']).toContain('text/csv');
  expect(roster.body).toContain('872.00');
  expect((await api.get(finance, `${january}/lines?status=returned`)).json().items).toMatchObject([
    { caseId, reason: 'AC04', reasonTitle: '账户已销户' },
  ]);
  await county.opened(caseId, 'correctAccount');
  expect((await api.post(finance, `${january}/close`)).json()).toMatchObject({
    state: 'closed',
    returned: { lines: 1 },
    paid: { lines: 0 },
  });
});

test('with the account corrected, the next run pays both months, and the bank has credited each once', async () => {
  const account = { holder: '测试甲', bankName: '示范农商银行', number: accountOf(1) };
  expect(
    await county.decide(caseId, 'correctAccount', { outcome: 'corrected', account, reason: '原账户已销户' }),
  ).toMatchObject({ kind: 'receipt' });
  await county.clock.advance(new Date('2027-01-20T01:00:00Z'));
  await api.post(finance, '/v1/disbursements', { county: '420582000000', period: '2027-02' });
  await prepared(february);
  expect((await api.get(finance, february)).json()).toMatchObject({
    toPay: { lines: 2, fen: 174_400 },
    control: { arrearsLines: 1, arrearsFen: 87_200 },
  });
  for (const officer of [finance, second]) await api.post(officer, `${february}/signature`, { totalFen: 174_400 });
  await eventually('paid', async () => (await api.get(finance, february)).json().paid.fen === 174_400);
  expect((await api.post(finance, `${february}/close`)).json()).toMatchObject({
    state: 'closed',
    paid: { lines: 2, fen: 174_400 },
  });

  const credited = (await readBankBook(office.root)).filter(({ result }) => result === 'credited');
  expect(credited.map(({ accountNo, amountFen }) => ({ accountNo, amountFen }))).toEqual([
    { accountNo: accountOf(1), amountFen: 87_200 },
    { accountNo: accountOf(1), amountFen: 87_200 },
  ]);
  const paid = (await api.get(auditor, `${february}/lines?status=paid`)).json().items;
  expect(paid.map(({ month }: { month: string }) => month).sort()).toEqual(['2027-01', '2027-02']);
  expect(new Set(credited.map(({ endToEndId }) => endToEndId))).toEqual(
    new Set(paid.map(({ endToEndId }: { endToEndId: string }) => endToEndId)),
  );
});

async function prepared(url: string): Promise<void> {
  await eventually('the run is prepared', async () => (await api.get(finance, url)).json().state === 'prepared');
}

function accountOf(nth: number): string {
  return `621700000000000${nth}`;
}

/** The seed's household, from its application to its benefit from January 2027. */
async function familyInBenefit(): Promise<CaseId> {
  const id = await county.apply(
    seedHousehold({ account: { holder: '测试甲', bankName: '示范农商银行', number: accountOf(0) } }),
  );
  await county.decide(id, 'accept', { outcome: 'accepted' });
  await county.decide(id, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
  await county.decide(id, 'homeVisit', visit());
  await county.decide(id, 'startCheck', { outcome: 'started' });
  await county.fact(id, 'checkReport', { findings: [] });
  await county.decide(id, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
  await eventually('posted', async () => (await county.state(id)).stage === 'posting');
  await county.clock.advance(new Date('2026-12-10T01:00:00Z'));
  await county.decide(id, 'confirm', { outcome: 'approved' });
  await eventually('in benefit', async () => (await county.state(id)).stage === 'benefit');
  return id;
}
