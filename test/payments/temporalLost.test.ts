import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startIsolatedTemporal } from '../support/temporal.ts';
import { aCounty, aHousehold, arranger } from './support/households.ts';
import { openPayOffice } from './support/payOffice.ts';
import { expectWholeJournal } from './support/wholeJournal.ts';

let database: TestDatabase;
let sql: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  sql = await arranger(database);
  await aCounty(sql);
  await aHousehold(sql, [{ from: '2026-03', fenPerMonth: 50_000 }]);
  await aHousehold(sql, [{ from: '2026-03', fenPerMonth: 60_000 }]);
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

test('a run goes on from the record when Temporal has lost everything: before a signature, before the file, before the report', async () => {
  const temporal = await startIsolatedTemporal();
  const office = await openPayOffice(database, undefined, { address: temporal.address, worker: false });
  const loseEverything = async () => {
    await office.stopWorker();
    await temporal.kill();
    await temporal.forget();
    await temporal.start();
  };
  try {
    await office.startWorker();
    const runId = await office.open('2026-03');
    await office.sign(runId, 110_000, 'finance-1');
    await loseEverything();
    await office.startWorker(() => ({ writeDisbursementFile: () => Promise.reject(new Error('no disk')) }));
    await office.sign(runId, 110_000, 'finance-2');
    expect(await office.at(runId, 'signed')).toMatchObject({ signers: ['finance-1', 'finance-2'] });

    await loseEverything();
    await office.startWorker(); // nobody says anything more: that the run is not finished is enough
    await office.at(runId, 'handedOver');
    const [file] = await office.bank.takeFiles();

    await loseEverything();
    await office.startWorker();
    await office.bank.report(
      file!.messageId,
      file!.lines.map(({ endToEndId }) => ({ endToEndId, status: 'ACSC' as const })),
    );
    await eventually('paid', async () => (await office.run(runId)).paid.fen === 110_000);
    expect(await office.close(runId)).toMatchObject({ kind: 'receipt' });
    expect(await office.bank.takeFiles()).toEqual([]);
    await expectWholeJournal(database, runId);
  } finally {
    await office.stop();
    await temporal.dispose();
  }
});
