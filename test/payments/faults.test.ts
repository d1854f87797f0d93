import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunId } from '../../src/domain/payments/run.ts';
import type { BankMode } from '../../src/simulators/bank/modes.ts';
import { type BankSimulator, readBankBook, startBank } from '../../src/simulators/bank.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { aCounty, aHousehold, arranger } from './support/households.ts';
import { openPayOffice, type PayOffice } from './support/payOffice.ts';

let database: TestDatabase;
let sql: pg.Client;
let office: PayOffice;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  office = await openPayOffice(database);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-01', fenPerMonth: 60_000 }]);
});
afterAll(async () => {
  await office?.stop();
  await sql?.end();
  await database?.drop();
});

const modes: readonly { mode: BankMode; released?: true; paid: number; aside: readonly string[] }[] = [
  { mode: 'normal', paid: 2, aside: [] },
  { mode: 'twice', paid: 2, aside: [] },
  { mode: 'contradictory', paid: 2, aside: ['contradictory', 'duplicate'] },
  { mode: 'unknownLine', paid: 2, aside: ['unknownLine'] },
  { mode: 'silent', released: true, paid: 2, aside: [] },
  { mode: 'halfWritten', released: true, paid: 2, aside: ['unreadable'] },
  { mode: 'wrongEncoding', paid: 0, aside: ['unreadable'] },
  { mode: 'wrongSum', paid: 0, aside: ['unreadable'] },
];

test.each(modes)(
  'a bank that is $mode: $paid lines paid, set aside: $aside',
  async ({ mode, released, paid, aside }) => {
    await sql.query(`update entitlement set month_from = $1`, [`${period(mode)}-01`]);
    const runId = await office.open(period(mode));
    const bank: BankSimulator = await startBank({ dir: office.root, pollMs: 20 });
    try {
      bank.behave(mode);
      await office.toTheBank(runId);
      if (released) {
        await eventually('the bank has paid', async () =>
          (await readBankBook(office.root)).some(({ messageId }) => messageId === messageOf(mode)),
        );
        if (aside.length > 0) await setAside(runId, aside);
        expect((await office.run(runId)).paid.lines).toBe(0);
        await bank.release();
      }
      await setAside(runId, aside);
      await eventually(`${paid} lines are paid`, async () => (await office.run(runId)).paid.lines === paid);
      const closed = await office.close(runId);
      expect(closed).toMatchObject(paid === 2 ? { kind: 'receipt' } : { kind: 'refused', code: 'runNotBalanced' });
      const booked = (await readBankBook(office.root)).filter(({ messageId }) => messageId === messageOf(mode));
      expect(booked.map(({ amountFen }) => amountFen).sort()).toEqual([50_000, 60_000]);
    } finally {
      await bank.stop();
    }
  },
);

function period(mode: BankMode): string {
  return `2026-${String(modes.findIndex((each) => each.mode === mode) + 2).padStart(2, '0')}`;
}

function messageOf(mode: BankMode): string {
  return `DD420582-${period(mode).replace('-', '')}`;
}

async function setAside(runId: RunId, reasons: readonly string[]): Promise<void> {
  await eventually(`set aside: ${reasons.join(', ')}`, async () => {
    const { rows } = await sql.query<{ reason: string }>(
      'select distinct reason from payment_quarantine where disbursement_id = $1 order by reason',
      [runId],
    );
    return JSON.stringify(rows.map(({ reason }) => reason)) === JSON.stringify(reasons);
  });
}
