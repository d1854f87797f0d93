import { afterEach, expect, it } from 'vitest';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { statementWaits } from '../support/statementWaits.ts';
import { daysOn } from './support/days.ts';
import { caseAt } from './support/places.ts';
import { journalOf, runsOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
afterEach(() => county?.stop());

const acceptance = 'intake.1.acceptanceClock' as Key;
const due = async (caseId: CaseId, key: Key) => new Date((await county.state(caseId)).clocks[key]!.dueAt);

/** Moves time to so long before an instant that nothing falls due, and has the case know what time it is. */
async function advanceToJustBefore(caseId: CaseId, instant: Date, ms: number): Promise<void> {
  await county.clock.advance(new Date(instant.getTime() - ms));
  await county.fact(caseId, 'note');
  await stands(county, caseId);
}

/** Every warning and passing of the journal with how late it was written, in ms. */
async function rung(caseId: CaseId) {
  const clocks = new Map<Key, { dueAt: number; warnAt?: number | undefined }>();
  return (await journalOf(county, caseId)).flatMap(({ at, data }) => {
    if (data.type === 'clockStarted') clocks.set(data.key, data);
    if (data.type !== 'clockWarned' && data.type !== 'clockPassed') return [];
    const clock = clocks.get(data.key)!;
    return [
      {
        key: data.key,
        type: data.type,
        late: Date.parse(at) - (data.type === 'clockPassed' ? clock.dueAt : clock.warnAt!),
      },
    ];
  });
}

it('time moved while a clock is being recorded: it is moved past the clock’s instants one by one all the same', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'before acceptance');
  const holder = await county.db.worker.connect();
  await holder.query('begin');
  await holder.query('select from case_file where case_id = $1 for update', [caseId]); // the record stops short of its commit
  const decision = county.decide(caseId, 'accept', { outcome: 'accepted' }, { task: 'intake.1.accept' as Key });
  let moved: Promise<unknown> | undefined;
  try {
    await statementWaits(county.db.worker, 'update case_file%');
    moved = county.clock.advance(daysOn(60));
    await statementWaits(county.db.worker, '%business_clock%');
  } finally {
    await holder.query('commit');
    holder.release();
  }
  expect(await decision).toMatchObject({ kind: 'receipt' });
  await moved;

  const rings = await rung(caseId);
  expect(rings.map(({ key, type }) => `${type} ${key}`)).toEqual(
    expect.arrayContaining(['clockWarned survey.1.startSurveyClock', 'clockPassed intake.1.wholeProcedureClock']),
  );
  for (const { key, late } of rings) {
    expect(late, key).toBeGreaterThanOrEqual(0);
    expect(late, key).toBeLessThan(10_000);
  }
  await expectSound(county, caseId);
});

it('what fell due while no worker ran comes before the decision that comes after it', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'while posted');
  const end = await due(caseId, 'posting.1.postingClock' as Key);
  await advanceToJustBefore(caseId, end, 1_500);
  await county.stopWorker();
  await eventually('the posting is over', async () => (await county.clock.now()) > end.getTime());
  const objection = county.decide(
    caseId,
    'objection',
    { outcome: 'objected', raisedBy: '邻居', reason: '另有收入', documents: [] },
    { task: 'posting.1.objection' as Key },
  );
  await county.startWorker();
  expect(await objection).toEqual({ kind: 'refused', code: 'taskNotOpen' });
  expect((await county.state(caseId)).stage).toBe('confirmation');
  await expectSound(county, caseId);
});

it('a case whose server’s clock runs ahead of the record’s waits for the record’s, and does not begin again and again', async () => {
  county = await startCounty({ worker: false });
  await county.db.owner.query(
    `create schema behind;
     create function behind.clock_timestamp() returns timestamptz language sql volatile as
       $$ select pg_catalog.clock_timestamp() - interval '3 seconds' $$;
     grant usage on schema behind to public;
     alter database ${county.db.name} set search_path = behind, pg_catalog, public`,
  );
  await county.startWorker();
  const caseId = await caseAt(county, 'before acceptance');
  await advanceToJustBefore(caseId, await due(caseId, acceptance), 2_000);
  await eventually('passed', async () => (await county.state(caseId)).clocks[acceptance]?.passed);
  for (const { late } of await rung(caseId)) expect(late).toBeGreaterThanOrEqual(0);
  expect(await runsOf(county, caseId)).toBe(1);
  await expectSound(county, caseId);
});

it('told of a moved clock that was not moved, a case rings nothing before its time', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'before acceptance');
  const journal = await journalOf(county, caseId);
  await county.cases.clockMoved(caseId, 30 * 86_400_000);
  await stands(county, caseId);
  expect(await journalOf(county, caseId)).toEqual(journal);
  expect(await runsOf(county, caseId)).toBeLessThanOrEqual(2);
});
