import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareRun } from '../../src/db/payments/prepare.ts';
import { openRun } from '../../src/db/payments/runs.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { aCounty, aHousehold, arranger, dangyang } from './support/households.ts';
import { signatureByHand } from './support/signatureByHand.ts';

let database: TestDatabase;
let sql: pg.Client;
let runId: RunId;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-11', fenPerMonth: 60_000 }], { account: false });
  runId = await planned('2026-11');
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const planned = (period: string) =>
  inTransaction(database.worker, async (tx) => {
    const id = await openRun(tx, dangyang, period, 'finance-1');
    await prepareRun(tx, id);
    return id;
  });
const become = (state: string, id = runId) =>
  database.worker.query('update disbursement set state = $2 where disbursement_id = $1', [id, state]);
const settle = (status: string) =>
  database.worker.query(
    `update payment_line set status = $1::text, settled_at = case $1::text when 'paid' then now() end where status <> 'held'`,
    [status],
  );
const close = (paid: { lines: number; fen: number }, returned: { lines: number; fen: number }) =>
  database.worker.query(
    `update disbursement set state = 'closed', paid_lines = $2, paid_fen = $3, returned_lines = $4, returned_fen = $5 where disbursement_id = $1`,
    [runId, paid.lines, paid.fen, returned.lines, returned.fen],
  );
const nothing = { lines: 0, fen: 0 };

test('a run is not signed by the database while two persons have not signed', async () => {
  await expect(become('filed')).rejects.toMatchObject({ constraint: 'run_goes_forward' });
  await expect(become('open')).rejects.toMatchObject({ constraint: 'run_goes_forward' });
  await expect(become('closed')).rejects.toMatchObject({ constraint: 'run_goes_forward' });
  for (const nth of [1, 2]) {
    await expect(become('signed')).rejects.toMatchObject({ constraint: 'run_signed_by_two' });
    await signatureByHand(sql, runId, nth, 50_000);
  }
  await become('signed');
});

test('it is not filed without its file', async () => {
  await expect(become('filed')).rejects.toMatchObject({ constraint: 'run_filed_with_its_file' });
  await database.worker.query(
    `insert into bank_file (file_id, county, disbursement_id, direction, kind, name, sha256, size_bytes, sealed, stored_at)
     values (gen_random_uuid(), $2, $1, 'out', 'pain.001', 'a.xml', repeat('0', 64), 1, 's', now())`,
    [runId, dangyang],
  );
  await become('filed');
  await settle('ordered');
  await become('handedOver');
});

test('it is not closed out of balance, and not with totals that its lines do not have', async () => {
  await expect(close(nothing, nothing)).rejects.toMatchObject({ constraint: expect.stringContaining('closed') });
  await expect(close({ lines: 1, fen: 50_000 }, nothing)).rejects.toMatchObject({
    constraint: 'run_closed_as_counted',
  });
  await settle('paid');
  await expect(close(nothing, { lines: 1, fen: 50_000 })).rejects.toMatchObject({
    constraint: 'run_closed_as_counted',
  });
  await expect(close({ lines: 1, fen: 49_999 }, nothing)).rejects.toMatchObject({
    constraint: 'run_closed_as_counted',
  });
  await close({ lines: 1, fen: 50_000 }, nothing);
  await expect(become('handedOver')).rejects.toMatchObject({ constraint: 'run_goes_forward' });
});
