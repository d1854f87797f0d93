import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDailyRoot, takeDailyRoot } from '../../src/db/dailyRoots.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { type DailyRoot, parseRootFile, rootFile } from '../../src/domain/dailyRoot.ts';
import { explain } from '../../src/upkeep/explain.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { arranger, cipher } from '../payments/support/households.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';

let county: County;
let caseId: CaseId;
let root: DailyRoot;
let intruder: pg.Client;
beforeAll(async () => {
  county = await startCounty();
  caseId = await county.apply();
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
  await county.decide(caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
  await county.decide(caseId, 'homeVisit', visit());
  await county.decide(caseId, 'startCheck', { outcome: 'started' });
  await county.fact(caseId, 'checkReport', { findings: [] });
  await county.opened(caseId, 'review');
  root = await aNewRoot();
  intruder = await arranger(county.db);
});
afterAll(async () => {
  await intruder?.end();
  await county?.stop();
});

const verify = (kept: readonly DailyRoot[] = []) => inTransaction(county.db.worker, (tx) => verifyAll(tx, kept));

/** Today's root, as it is kept outside the database. */
const aNewRoot = () =>
  inTransaction(county.db.worker, async (tx) => {
    await takeDailyRoot(tx);
    return parseRootFile(rootFile((await readDailyRoot(tx))!))!;
  });

describe('an intruder with every right in the database', () => {
  /** What verification finds after these statements; all of it is undone. */
  async function foundAfter(sql: string, kept: readonly DailyRoot[] = []) {
    await intruder.query('begin');
    try {
      await intruder.query(sql.replaceAll('$case', `'${caseId}'`));
      return (await verifyAll(intruder, kept)).breaches;
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

  const cutOff = (seq: number) => ({ chain: chain(), seq, what: 'cut off before its recorded tip' });
  const brokenRoot = (day: string, seq: number) => ({ chain: `root:${day}`, seq, what: broken });
  const last = () => root.tips.find((tip) => tip.chain === chain())!.seq;
  const cut = () => `delete from case_event where case_id = $case and seq = ${last()};`;
  const moved = () => `${cut()} update case_file set seq = ${last() - 1},
       tip_hash = (select hash from case_event where case_id = $case and seq = ${last() - 1}) where case_id = $case;`;
  const removed = `delete from case_event where case_id = $case; delete from case_file where case_id = $case;`;
  const forgotten = `delete from daily_tip where chain = 'case:' || $case;`;

  it('who cuts off the end is found by the tip, and who moves the tip too, by the day’s root', async () => {
    expect(await foundAfter(cut())).toEqual([cutOff(last())]);
    expect(await foundAfter(moved())).toEqual([cutOff(last())]);
  });

  it('who removes a whole case is found by the day’s root', async () => {
    expect(await foundAfter(removed)).toEqual([cutOff(1)]);
  });

  it('who has the roots forget it, too, is found at that root; and the root kept outside names the case', async () => {
    expect(await foundAfter(`${removed} ${forgotten}`)).toEqual([brokenRoot(root.day, 1)]);
    expect(await foundAfter(`${removed} ${forgotten}`, [root])).toEqual([brokenRoot(root.day, 1), cutOff(1)]);
  });

  it('who takes the roots themselves anew is found by the root kept outside', async () => {
    await intruder.query('begin');
    try {
      await intruder.query(
        `${removed.replaceAll('$case', `'${caseId}'`)} delete from daily_tip; delete from daily_root`,
      );
      await takeDailyRoot(intruder);
      expect((await verifyAll(intruder)).breaches).toEqual([]);
      expect((await verifyAll(intruder, [root])).breaches).toEqual([
        { chain: `root:${root.day}`, seq: 1, what: 'is not the root kept outside' },
        cutOff(1),
      ]);
    } finally {
      await intruder.query('rollback');
    }
  });

  it('who takes a root away is found at the one that followed it', async () => {
    await county.clock.advance(new Date((await county.clock.now()) + 86_400_000));
    const next = await aNewRoot();
    expect(next.previous).not.toBe(root.previous);
    const gone = `delete from daily_tip where day = '${root.day}'; delete from daily_root where day = '${root.day}'`;
    expect(await foundAfter(gone)).toEqual([brokenRoot(next.day, 1)]);
    const rootAltered = `update daily_root set root = repeat('1', 64) where day = '${root.day}'`;
    expect(await foundAfter(rootAltered)).toEqual([brokenRoot(root.day, 1)]);
  });

  it('the application itself may change and take away no root', async () => {
    for (const pool of [county.db.worker, county.db.api])
      for (const attempt of [`update daily_root set root = ''`, 'delete from daily_root', 'delete from daily_tip'])
        await expect(pool.query(attempt)).rejects.toMatchObject({ code: '42501' });
  });
});

it('a day has one root, however many ask for it', async () => {
  const roots = await Promise.all([aNewRoot(), aNewRoot(), aNewRoot()]);
  expect(new Set(roots.map(rootFile)).size).toBe(1);
});

it('an untouched record is whole, also against roots kept outside, and whatever has happened since', async () => {
  await county.decide(caseId, 'review', { outcome: 'proposeRefusal', reason: '测试' });
  expect(await verify([root])).toMatchObject({ breaches: [] });
});

it('each calculation repeats to the same fen from what was stored with it', async () => {
  const repeated = await inTransaction(county.db.worker, (tx) => explain(tx, cipher, caseId));
  expect(repeated).toMatchObject([{ storedFen: 87_200, replayedFen: 87_200, same: true }]);
});
