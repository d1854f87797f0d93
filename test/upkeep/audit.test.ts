import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { explain } from '../../src/upkeep/explain.ts';
import { readTips, type Tip, verifyAll, verifyExport } from '../../src/upkeep/verify.ts';
import { arranger, cipher } from '../payments/support/households.ts';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';

let county: County;
let window: Window;
let caseId: CaseId;
let root: Tip[];
let intruder: pg.Client;
beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
  caseId = await county.apply();
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
  await county.decide(caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
  await county.decide(caseId, 'homeVisit', visit());
  await county.decide(caseId, 'startCheck', { outcome: 'started' });
  await county.fact(caseId, 'checkReport', { findings: [] });
  await county.opened(caseId, 'review');
  root = await inTransaction(county.db.worker, readTips);
  intruder = await arranger(county.db);
});
afterAll(async () => {
  await intruder?.end();
  await window?.close();
  await county?.stop();
});

const verify = (known: readonly Tip[] = []) => inTransaction(county.db.worker, (tx) => verifyAll(tx, known));

describe('an intruder with every right in the database', () => {
  /** What verification finds after these statements; all of it is undone. */
  async function foundAfter(sql: string, known: readonly Tip[] = []) {
    await intruder.query('begin');
    try {
      await intruder.query(sql.replaceAll('$case', `'${caseId}'`));
      return (await verifyAll(intruder, known)).breaches;
    } finally {
      await intruder.query('rollback');
    }
  }
  const chain = () => `case:${caseId}`;
  const broken = 'altered, missing, reordered or inserted';

  it('who changes an event is found at that event', async () => {
    const change = `update case_event set data = data || '{"outcome": "notAccepted"}' where case_id = $case and seq = 7`;
    expect(await foundAfter(change)).toEqual([{ chain: chain(), seq: 7, what: broken }]);
    const backdate = `update case_event set at = at - interval '1 day' where case_id = $case and seq = 4`;
    expect(await foundAfter(backdate)).toEqual([{ chain: chain(), seq: 4, what: broken }]);
  });

  it('who removes one is found where it is missing', async () => {
    const remove = 'delete from case_event where case_id = $case and seq = 5';
    expect(await foundAfter(remove)).toEqual([{ chain: chain(), seq: 5, what: broken }]);
  });

  it('who changes the order, or puts one in, is found at the first of them', async () => {
    const swap = `update case_event set seq = -seq where case_id = $case and seq in (5, 6);
                  update case_event set seq = 11 + seq where case_id = $case and seq < 0`;
    expect(await foundAfter(`alter table case_event drop constraint case_event_seq_check; ${swap}`)).toEqual([
      { chain: chain(), seq: 5, what: broken },
    ]);
    const insert = `insert into case_event select case_id, seq + 1, at, type, actor, data, key, hash, hash
                      from case_event where case_id = $case order by seq desc limit 1`;
    expect(await foundAfter(insert)).toMatchObject([{ chain: chain(), what: broken }]);
  });

  it('who cuts off the end is found by the tip, and who moves the tip too, by the root kept outside', async () => {
    const last = root.find((tip) => tip.chain === chain())!.seq;
    const cut = `delete from case_event where case_id = $case and seq = ${last}`;
    expect(await foundAfter(cut)).toEqual([{ chain: chain(), seq: last, what: 'cut off before its recorded tip' }]);
    const moved = `${cut}; update case_file set seq = ${last - 1},
                   tip_hash = (select hash from case_event where case_id = $case and seq = ${last - 1}) where case_id = $case`;
    expect(await foundAfter(moved)).toEqual([]);
    expect(await foundAfter(moved, root)).toEqual([
      { chain: chain(), seq: last, what: 'cut off before its recorded tip' },
    ]);
  });

  it('who removes a whole case is found by the root', async () => {
    const gone = 'delete from case_event where case_id = $case; delete from case_file where case_id = $case';
    expect(await foundAfter(gone, root)).toMatchObject([{ chain: chain(), seq: 1 }]);
  });
});

it('an untouched record is whole, also against yesterday’s root', async () => {
  expect(await verify(root)).toEqual({ chains: root.length, breaches: [] });
});

it('an exported journal is checked without a database, and an altered export is found', async () => {
  const { items } = (await window.get(accounts.auditor, `/v1/cases/${caseId}/journal`)).json();
  expect(verifyExport(caseId, items)).toBeUndefined();
  items[2].actor = 'somebody else';
  expect(verifyExport(caseId, items)).toMatchObject({ seq: 3 });
});

it('each calculation repeats to the same fen from what was stored with it', async () => {
  const repeated = await inTransaction(county.db.worker, (tx) => explain(tx, cipher, caseId));
  expect(repeated).toMatchObject([{ storedFen: 87_200, replayedFen: 87_200, same: true }]);
});
