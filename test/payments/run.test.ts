import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstBreakOf } from '../../src/db/chainedRow.ts';
import { readOutgoing } from '../../src/db/payments/files.ts';
import { readRunJournal } from '../../src/db/payments/journal.ts';
import { balancesOf } from '../../src/db/payments/ledger.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aCounty, aHousehold, arranger, cipher, giveAccount, type Household } from './support/households.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';

let database: TestDatabase;
let sql: pg.Client;
let office: PayOffice;
let good: Household;
let bad: Household;
let runId: RunId;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  office = await openPayOffice(database);
  good = await aHousehold(sql, [
    { from: '2026-11', fenPerMonth: 87_200 },
    { from: '2026-11', fenPerMonth: 10_400, component: 'topup' },
  ]);
  bad = await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 75_000 }], { area: 'rural' });
  runId = await office.open('2026-11');
});
afterAll(async () => {
  await office?.stop();
  await sql?.end();
  await database?.drop();
});

test('the same period twice is the same run', async () => {
  expect(await office.open('2026-11')).toBe(runId);
  const { rows } = await sql.query('select count(*)::int as n from payment_line');
  expect(rows).toEqual([{ n: 3 }]);
});

test('two different finance officers of the county sign, each naming the total they saw', async () => {
  expect(await office.sign(runId, 172_599, 'finance-1')).toEqual({ kind: 'refused', code: 'totalDiffers' });
  expect(await office.sign(runId, 172_600, 'leader-1', { role: 'county_leader' })).toEqual({
    kind: 'refused',
    code: 'notFinanceOfficer',
  });
  expect(await office.sign(runId, 172_600, 'finance-9', { division: '451322000000' })).toEqual({
    kind: 'refused',
    code: 'notFound',
  });

  const first = await office.sign(runId, 172_600, 'finance-1', { key: 'signature-of-one' });
  expect(first).toMatchObject({ kind: 'receipt' });
  expect(await office.sign(runId, 172_600, 'finance-1', { key: 'signature-of-one' })).toEqual(first);
  expect(await office.sign(runId, 172_601, 'finance-1', { key: 'signature-of-one' })).toEqual({
    kind: 'refused',
    code: 'idempotencyKeyReused',
  });
  expect(await office.sign(runId, 172_600, 'finance-1')).toEqual({ kind: 'refused', code: 'signedAlready' });
  expect((await office.run(runId)).state).toBe('prepared');

  expect(await office.sign(runId, 172_600, 'finance-2')).toMatchObject({ kind: 'receipt' });
  expect(await office.sign(runId, 172_600, 'finance-3')).toEqual({ kind: 'refused', code: 'runAlreadySigned' });
});

test('neither a second signature of one person nor one for another total can be written into the database', async () => {
  const sign = (officer: string, nth: number, totalFen: number) =>
    database.worker.query(
      `insert into disbursement_signature (disbursement_id, county, nth, officer, role, division, total_fen, command_id, at)
       select disbursement_id, county, $2, $3, role, division, $4, command_id, now() from disbursement_signature where disbursement_id = $1 limit 1`,
      [runId, nth, officer, totalFen],
    );
  await expect(sign('finance-3', 3, 172_600)).rejects.toMatchObject({ code: '23514' });
  await sql.query(`delete from disbursement_signature where nth = 2`);
  await expect(sign('finance-1', 2, 172_600)).rejects.toMatchObject({ constraint: 'signed_by_two_persons' });
  await expect(sign('finance-2', 2, 172_601)).rejects.toMatchObject({ constraint: 'signed_for_the_total' });
  await sign('finance-2', 2, 172_600);
});

test('the bank is given one file, with the stored hash, count and sum', async () => {
  await office.at(runId, 'handedOver');
  const files = await office.bank.takeFiles(({ amountFen }) => amountFen === 75_000);
  expect(files).toHaveLength(1);
  expect(files[0]?.messageId).toBe('DD420582-202611');
  expect(files[0]?.lines.map(({ amountFen, remittance }) => `${remittance} ${amountFen}`).sort()).toEqual([
    '分类施保金 2026-11 10400',
    '最低生活保障金 2026-11 75000',
    '最低生活保障金 2026-11 87200',
  ]);
  const stored = await inTransaction(database.worker, (tx) => readOutgoing(tx, cipher, runId, 'pain.001'));
  const filed = (await inTransaction(database.worker, (tx) => readRunJournal(tx, runId))).find(
    ({ type }) => type === 'filed',
  );
  expect(filed?.data).toMatchObject({
    file: { name: 'DD420582-202611.xml', sha256: stored?.sha256 },
    lines: 3,
    totalFen: 172_600,
  });
  const roster = await inTransaction(database.worker, (tx) => readOutgoing(tx, cipher, runId, 'roster'));
  expect(Buffer.from(roster!.bytes).toString('utf8')).toContain('872.00,104.00,976.00');

  await office.runs.start(runId); // started again in the middle: nothing is handed over a second time
  expect(await office.bank.takeFiles()).toEqual([]);
});

test('what the bank says is posted line by line; what is unknown, differs or contradicts is set aside', async () => {
  const lines = await linesOf(runId);
  const paid = lines.filter(({ caseId }) => caseId === good.caseId);
  const returned = lines.find(({ caseId }) => caseId === bad.caseId)!;
  expect(await office.close(runId)).toEqual({ kind: 'refused', code: 'runNotBalanced' });

  await office.bank.report('DD420582-202611', [
    { endToEndId: paid[0]!.id, status: 'ACSC', amountFen: paid[0]!.fen },
    { endToEndId: paid[1]!.id, status: 'ACSC', amountFen: paid[1]!.fen + 1 },
    { endToEndId: returned.id, status: 'PDNG' },
    { endToEndId: 'DD420582000000999999', status: 'ACSC' },
  ]);
  await quarantined('unknownLine', 'wrongAmount');
  expect(await office.run(runId)).toMatchObject({ paid: { lines: 1, fen: paid[0]!.fen }, returned: { lines: 0 } });

  await office.bank.report('DD420582-202611', [
    { endToEndId: paid[0]!.id, status: 'ACSC' },
    { endToEndId: paid[1]!.id, status: 'ACSC' },
    { endToEndId: returned.id, status: 'RJCT', reason: 'AC04' },
  ]);
  await quarantined('unknownLine', 'wrongAmount', 'duplicate');
  expect(await office.run(runId)).toMatchObject({
    paid: { lines: 2, fen: 97_600 },
    returned: { lines: 1, fen: 75_000 },
  });

  await office.bank.report('DD420582-202611', [
    { endToEndId: returned.id, status: 'ACSC' },
    { endToEndId: paid[0]!.id, status: 'RJCT', reason: 'AC04' },
  ]);
  await quarantined('unknownLine', 'wrongAmount', 'duplicate', 'contradictory', 'contradictory');
  await office.bank.report('DD420582-202611', [], { count: 4, totalFen: 172_600, group: 'RJCT' });
  await quarantined('unknownLine', 'wrongAmount', 'duplicate', 'contradictory', 'contradictory', 'totalsDiffer');
  await office.bank.leave('DD420582-202611-broken.xml', '<?xml version="1.0"?><Document xmlns="urn:iso:std');
  await office.bank.report('DD420582-209912', []);
  await quarantined(
    'unknownLine',
    'wrongAmount',
    'duplicate',
    'contradictory',
    'contradictory',
    'totalsDiffer',
    'unreadable',
    'unknownRun',
  );
  expect(await office.run(runId)).toMatchObject({
    paid: { lines: 2, fen: 97_600 },
    returned: { lines: 1, fen: 75_000 },
  });
});

test('a returned line becomes a fact of its case, once', async () => {
  const { rows } = await sql.query(`select case_id, name, source, payload from fact`);
  expect(rows).toEqual([
    { case_id: bad.caseId, name: 'paymentBlocked', source: 'bank', payload: { disbursement: runId, reason: 'AC04' } },
  ]);
});

test('the run closes when every planned line is paid, held or returned, and its ledger balances', async () => {
  expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
  expect(await office.close(runId)).toEqual({ kind: 'refused', code: 'runClosed' });
  const balances = await inTransaction(database.worker, (tx) => balancesOf(tx, runId));
  expect(balances).toEqual({ 'subject:2081901': 97_600, 'subject:2081902': 0, inTransit: 0, treasury: -97_600 });
  const journal = await inTransaction(database.worker, (tx) => readRunJournal(tx, runId));
  expect(firstBreakOf(journal)).toBeUndefined();
  expect([...new Set(journal.map(({ type }) => type))]).toEqual([
    'opened',
    'prepared',
    'signed',
    'filed',
    'handedOver',
    'reportPosted',
    'closed',
  ]);
});

test('a report that comes after the closing is set aside as late', async () => {
  const [first] = await linesOf(runId);
  await office.bank.report('DD420582-202611', [
    { endToEndId: first!.id, status: first!.status === 'paid' ? 'RJCT' : 'ACSC' },
  ]);
  await eventually(
    'set aside as late',
    async () => (await sql.query(`select from payment_quarantine where reason = 'late'`)).rowCount === 1,
  );
  expect(await office.run(runId)).toMatchObject({ state: 'closed', paid: { fen: 97_600 } });
});

test('until the account is corrected the returned months are held; then the next run pays them both, and the bank has paid each once', async () => {
  const december = await office.open('2026-12');
  expect(await office.run(december)).toMatchObject({
    held: { lines: 2, fen: 150_000 },
    toPay: { lines: 2, fen: 97_600 },
  });
  await giveAccount(sql, bad.caseId);
  const january = await office.open('2027-01');
  expect(await office.run(january)).toMatchObject({
    held: { lines: 0 },
    toPay: { lines: 5, fen: 97_600 + 3 * 75_000 },
  });

  for (const run of [december, january]) await office.toTheBank(run);
  for (const { messageId, lines } of await office.bank.takeFiles()) {
    await office.bank.report(
      messageId,
      lines.map(({ endToEndId }) => ({ endToEndId, status: 'ACSC' as const })),
    );
  }
  for (const run of [december, january]) {
    await eventually('all paid', async () => (await office.run(run)).paid.fen === (await office.run(run)).toPay.fen);
    expect(await office.close(run)).toMatchObject({ kind: 'receipt' });
  }
  const monthsPaid = office.bank.book.map(({ account, remittance }) => `${account} ${remittance}`);
  expect(new Set(monthsPaid).size).toBe(monthsPaid.length);
  const { rows } = await sql.query(
    `select sum(amount_fen)::bigint as fen, count(*)::int as lines from payment_line where status = 'paid'`,
  );
  expect(rows).toEqual([
    { fen: office.bank.book.reduce((sum, { amountFen }) => sum + amountFen, 0), lines: office.bank.book.length },
  ]);
  expect(rows).toEqual([{ fen: 3 * (97_600 + 75_000), lines: 9 }]);
});

test('the timeline of a case shows its payments', async () => {
  const { rows } = await sql.query(
    `select type, data->>'month' as month from case_timeline where case_id = $1 order by at, type`,
    [bad.caseId],
  );
  expect(rows.map(({ type, month }) => `${type} ${month}`)).toEqual([
    'paymentOrdered 2026-11',
    'paymentReturned 2026-11',
    'paymentHeld 2026-11',
    'paymentHeld 2026-12',
    'paymentOrdered 2026-11',
    'paymentOrdered 2026-12',
    'paymentOrdered 2027-01',
    'paymentPaid 2026-11',
    'paymentPaid 2026-12',
    'paymentPaid 2027-01',
  ]);
});

async function linesOf(run: RunId) {
  const { rows } = await sql.query(
    `select case_id, end_to_end_id, amount_fen, status from payment_line where disbursement_id = $1 order by line_id`,
    [run],
  );
  return rows.map((row) => ({
    caseId: row.case_id as string,
    id: row.end_to_end_id as string,
    fen: row.amount_fen as number,
    status: row.status as string,
  }));
}

async function quarantined(...reasons: string[]): Promise<void> {
  await eventually(`set aside: ${reasons.join(', ')}`, async () => {
    const { rows } = await sql.query<{ reason: string }>('select reason from payment_quarantine');
    return JSON.stringify(rows.map(({ reason }) => reason).sort()) === JSON.stringify([...reasons].sort());
  });
}
