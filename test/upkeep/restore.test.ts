import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDailyRoot, takeDailyRoot } from '../../src/db/dailyRoots.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { DailyRoot } from '../../src/domain/dailyRoot.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { bankDirectory } from '../../src/gateways/bank/directory.ts';
import { type BankSimulator, readBankBook, startBank } from '../../src/simulators/bank.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { recover } from '../../src/upkeep/recover.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { aCounty, aHousehold } from '../payments/support/households.ts';
import { openPayOffice, type PayOffice } from '../payments/support/payOffice.ts';
import { type County, startCounty } from '../support/county.ts';
import { databaseUrl } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { type IsolatedPostgres, startIsolatedPostgres } from '../support/postgres.ts';
import { type IsolatedTemporal, startIsolatedTemporal } from '../support/temporal.ts';

let postgres: IsolatedPostgres;
let temporal: IsolatedTemporal;
let county: County;
let office: PayOffice;
let bank: BankSimulator;
beforeAll(async () => {
  [postgres, temporal] = await Promise.all([startIsolatedPostgres(), startIsolatedTemporal()]);
  const { address } = temporal;
  county = await startCounty({ address, superuserUrl: postgres.superuserUrl });
  office = await openPayOffice(county.db, county.cases, { address });
  bank = await startBank({ dir: office.root, pollMs: 30 });
});
afterAll(async () => {
  await bank?.stop();
  await office?.stop();
  await county?.stop();
  await Promise.all([postgres?.dispose(), temporal?.dispose()]);
});

const inDatabase = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(county.db.worker, work);

/** What nothing in the application has a right to. */
async function arrange(work: (sql: pg.Client) => Promise<unknown>): Promise<void> {
  const sql = new pg.Client({ connectionString: databaseUrl(county.db.name, postgres.superuserUrl) });
  await sql.connect();
  await work(sql).finally(() => sql.end());
}

const aFamily = (from: string) => arrange((sql) => aHousehold(sql, [{ from, fenPerMonth: 50_000 }]));
const withdraws = (caseId: CaseId) => county.decide(caseId, 'withdraw', { outcome: 'withdrawn', reason: '测试' });
const accepts = (caseId: CaseId) => county.decide(caseId, 'accept', { outcome: 'accepted' });

async function pays(runId: RunId): Promise<void> {
  const { toPay } = await office.toTheBank(runId);
  await eventually('the bank has paid', async () => (await office.run(runId)).paid.lines === toPay.lines);
  expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
}

async function found(what: string) {
  const directory = await bankDirectory(office.root);
  const findings = await inDatabase((tx) => examine(tx, county.client, directory));
  return findings.find((finding) => finding.what === what);
}

test('restored to yesterday: what happened today is named, nothing is paid twice, and the county goes on', async () => {
  await arrange(aCounty);
  await aFamily('2026-10');
  await aFamily('2026-10');
  const [withdrawn, untouched, further] = [await county.apply(), await county.apply(), await county.apply()];
  for (const caseId of [withdrawn, untouched, further]) await county.opened(caseId, 'accept');
  const october = await office.open('2026-10');
  const restore = await postgres.backUp();

  // Today: a case ends, one goes on and another begins; October is paid as prepared, November with a family more.
  expect(await withdraws(withdrawn)).toMatchObject({ kind: 'receipt' });
  expect(await accepts(further)).toMatchObject({ kind: 'receipt' });
  await pays(october);
  await aFamily('2026-11');
  const november = await office.open('2026-11');
  await pays(november);
  const begun = await county.apply();
  await county.opened(begun, 'accept');
  const root = await inDatabase(async (tx): Promise<DailyRoot> => {
    await takeDailyRoot(tx);
    return (await readDailyRoot(tx))!;
  });
  const paid = await readBankBook(office.root);
  expect(paid.map(({ amountFen }) => amountFen)).toEqual([50_000, 50_000, 50_000, 50_000, 50_000]);

  await restore();
  const given = 'files the bank was given of which the record knows nothing';
  const lost = await eventually('the doctor is answered', () => found(given).catch(() => undefined));
  expect(lost).toMatchObject({ count: 2, examples: ['DD420582-202610.xml', 'DD420582-202611.xml'] });
  expect(await found('running in Temporal, not open in the record')).toMatchObject({ examples: [`case:${begun}`] });
  expect((await found('open in the record, not running in Temporal'))!.examples).toContain(`case:${withdrawn}`);
  const { breaches } = await inDatabase((tx) => verifyAll(tx, [root]));
  expect(breaches).toEqual(
    expect.arrayContaining([
      { chain: `root:${root.day}`, seq: 1, what: 'is not in the database' },
      expect.objectContaining({ chain: `case:${withdrawn}`, what: 'cut off before its recorded tip' }),
      { chain: `case:${begun}`, seq: 1, what: 'cut off before its recorded tip' },
      expect.objectContaining({ chain: `disbursement:${october}` }),
      { chain: `disbursement:${november}`, seq: 1, what: 'cut off before its recorded tip' },
    ]),
  );
  expect(breaches.map(({ chain }) => chain)).not.toContain(`case:${untouched}`);

  // One that runs and knows more than the record finds out when it refuses what the record allows.
  expect(await accepts(further)).toMatchObject({ kind: 'receipt' });
  await expectSound(county, further);

  // The record is the truth: what Temporal remembers as ended goes on from it.
  await recover(county.db.worker, { cases: county.cases, runs: office.runs });
  await eventually('it runs', async () => (await found('open in the record, not running in Temporal')) === undefined);
  expect(await withdraws(withdrawn)).toMatchObject({ kind: 'receipt' });
  await expectSound(county, withdrawn);

  // October is signed for again: the bank has these very orders, and is given nothing more; its report is posted.
  await office.toTheBank(october);
  await putBackReports();
  await eventually('what it paid is known', async () => (await office.run(october)).paid.lines === 2);
  expect(await office.close(october)).toMatchObject({ kind: 'receipt' });
  expect(await found(given)).toMatchObject({ count: 1, examples: ['DD420582-202611.xml'] });

  // November is not what the bank was given: nothing is sent, however often it is tried.
  const again = await office.open('2026-11');
  for (const officer of ['finance-1', 'finance-2']) await office.sign(again, 100_000, officer);
  await office.at(again, 'filed');
  await expect(office.steps.handOverDisbursement(again)).rejects.toThrow(/other orders .* nothing is sent/);
  await bank.poll();
  expect(await readBankBook(office.root)).toEqual(paid);
  expect(await office.run(again)).toMatchObject({ state: 'filed', paid: { lines: 0 } });
});

/** As docs/operations.md says: what the bank reported since the backup is taken in once more. */
async function putBackReports(): Promise<void> {
  const archive = join(office.root, 'archive');
  for (const name of (await readdir(archive)).filter((each) => each.includes('202610')))
    await rename(join(archive, name), join(office.root, 'incoming', name));
}
