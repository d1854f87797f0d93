import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunId } from '../../src/domain/payments/run.ts';
import { readBankBook, startBank } from '../../src/simulators/bank.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aCounty, aHousehold, arranger } from './support/households.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';
import { expectWholeJournal } from './support/wholeJournal.ts';
import { startWorkerProcess } from './support/workerProcess.ts';

let database: TestDatabase;
let sql: pg.Client;
let office: PayOffice;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 60_000 }]);
  office = await openPayOffice(database);
});
afterAll(async () => {
  await office?.stop();
  await sql?.end();
  await database?.drop();
});

/** From here on only this month is owed. */
const onlyOwed = (period: string) => sql.query('update entitlement set month_from = $1', [`${period}-01`]);

test('a closing is judged by the record, also when the workflow has not heard of the last report yet', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await office.stopWorker();
  await office.startWorker((real) => ({
    async postBankReports(runId) {
      const run = await real.postBankReports(runId);
      if (run.paid.lines > 0) await held;
      return run;
    },
  }));
  await onlyOwed('2026-01');
  const runId = await office.open('2026-01');
  await office.toTheBank(runId);
  await paidByHand(runId);
  await eventually('paid', async () => (await office.run(runId)).paid.lines === 2);
  expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
  letGo();
});

test('a worker killed between the hand-over and its record: the bank pays once, and its early report is posted', async () => {
  await office.stopWorker();
  const bank = await startBank({ dir: office.root, pollMs: 20 });
  const worker = await startWorkerProcess(database, office);
  try {
    await sql.query(
      `create function wait_for_the_test() returns trigger language plpgsql as
         $$ begin perform pg_advisory_xact_lock(1); return new; end $$;
       create trigger wait_for_the_test before update on disbursement
         for each row when (new.state = 'handedOver' and old.state = 'filed') execute function wait_for_the_test();
       select pg_advisory_lock(1)`,
    );
    await onlyOwed('2026-02');
    const runId = await office.open('2026-02');
    for (const officer of ['finance-1', 'finance-2']) await office.sign(runId, 110_000, officer);
    await eventually('the bank has paid', async () => (await booked('DD420582-202602')).length === 2);
    await worker.kill();
    await sql.query('select pg_advisory_unlock(1); drop trigger wait_for_the_test on disbursement');
    await eventually('the report is stored', async () => {
      const { rowCount } = await sql.query(`select from bank_file where disbursement_id = $1 and direction = 'in'`, [
        runId,
      ]);
      return rowCount === 1;
    });
    expect(await office.run(runId)).toMatchObject({ state: 'filed', paid: { lines: 0 } });

    await office.startWorker();
    await eventually('paid', async () => (await office.run(runId)).paid.lines === 2, 40_000);
    expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
    expect(await booked('DD420582-202602')).toEqual([50_000, 60_000]);
    expect((await sql.query('select from payment_quarantine where disbursement_id = $1', [runId])).rowCount).toBe(0);
    await expectWholeJournal(database, runId);
  } finally {
    await worker.kill();
    await bank.stop();
  }
});

test('a run that was handed over is not handed over again, though the directory has lost all it knew', async () => {
  await onlyOwed('2026-04');
  const runId = await office.open('2026-04');
  await office.toTheBank(runId);
  await office.bank.takeFiles();
  await rm(join(office.root, 'handed-over'), { recursive: true });
  expect(await office.steps.handOverDisbursement(runId)).toMatchObject({ state: 'handedOver' });
  expect(await office.bank.takeFiles()).toEqual([]);
});

async function paidByHand(runId: RunId): Promise<void> {
  const { rows } = await sql.query<{ id: string }>(
    'select end_to_end_id as id from payment_line where disbursement_id = $1',
    [runId],
  );
  const [file] = await office.bank.takeFiles();
  await office.bank.report(
    file!.messageId,
    rows.map(({ id }) => ({ endToEndId: id, status: 'ACSC' as const })),
  );
}

async function booked(messageId: string): Promise<number[]> {
  const book = await readBankBook(office.root);
  return book
    .filter((entry) => entry.messageId === messageId)
    .map(({ amountFen }) => amountFen)
    .sort();
}
