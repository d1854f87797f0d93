import { afterEach, beforeEach, expect, it } from 'vitest';
import cn2026 from '../../counties/calendar/cn-2026.json' with { type: 'json' };
import { addPolicyValue } from '../../src/db/policy.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { addWorkingDays, calendarOf } from '../../src/domain/calendar.ts';
import type { CaseId, DivisionCode } from '../../src/domain/case/ids.ts';
import { clockOf } from '../../src/domain/case/state.ts';
import { type County, startCounty } from '../support/county.ts';
import { expectSound } from '../support/invariants.ts';
import { daysOn } from './support/days.ts';
import { caseAt, decided } from './support/places.ts';
import { journalOf, loseWorkflow } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
beforeEach(async () => {
  county = await startCounty();
  await inTransaction(county.db.worker, (tx) =>
    addPolicyValue(tx, {
      division: '420582000000' as DivisionCode,
      key: 'limit.totalExcludesPublicity',
      value: true,
      unit: 'yesNo',
      effectiveFrom: '2026-01-01',
      effectiveTo: null,
      knownFrom: '2026-01-01',
      ground: '测试用：公示时间不计入',
      setBy: 'test',
      level: 'assumed',
    }),
  );
});
afterEach(() => county?.stop());

const whole = async (caseId: CaseId) => clockOf(await county.state(caseId), 'wholeProcedure')!.clock;
const eventsOf = async (caseId: CaseId, ...types: string[]) =>
  (await journalOf(county, caseId)).map(({ type }) => type).filter((type) => types.includes(type));
/** The working day so many after 1 December 2026; 2027 has no list yet. */
const workingDay = (n: number) => addWorkingDays('2026-12-01', n, calendarOf([cn2026])).date;

it('the whole procedure stands still while posted, once, however often the case begins again', async () => {
  const caseId = await caseAt(county, 'while posted');
  expect(await whole(caseId)).toMatchObject({ dueOn: workingDay(30), pausedOn: '2026-12-01' });
  await loseWorkflow(county, caseId);
  await stands(county, caseId);
  await county.clock.advance(daysOn(2)); // two working days
  await decided(county, caseId, 'objection', {
    outcome: 'objected',
    raisedBy: '邻居',
    reason: '另有收入',
    documents: [],
  });
  expect(await whole(caseId)).toMatchObject({ dueOn: workingDay(32) });
  expect(await whole(caseId)).not.toHaveProperty('pausedOn');

  await loseWorkflow(county, caseId);
  await stands(county, caseId);
  expect(await whole(caseId)).not.toHaveProperty('pausedOn');
  expect(await eventsOf(caseId, 'clockPaused', 'clockResumed')).toEqual(['clockPaused', 'clockResumed']);
  await expectSound(county, caseId);
});

it('extended while it stands still, it stands still; the days of the posting are not counted in the longer period either', async () => {
  const caseId = await caseAt(county, 'while posted, with more time');
  expect(await whole(caseId)).toMatchObject({ dueOn: workingDay(45), pausedOn: '2026-12-01' });
  await expectSound(county, caseId);
  await county.clock.advance(daysOn(2));
  await decided(county, caseId, 'objection', {
    outcome: 'objected',
    raisedBy: '邻居',
    reason: '另有收入',
    documents: [],
  });
  expect(await whole(caseId)).toMatchObject({ dueOn: workingDay(47) });
});

it('extended after a posting, it keeps the days that were not counted', async () => {
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(daysOn(2));
  await decided(county, caseId, 'objection', {
    outcome: 'objected',
    raisedBy: '邻居',
    reason: '另有收入',
    documents: [],
  });
  await decided(county, caseId, 'extendProcedure', { outcome: 'extended', ground: 'objection', reason: '情况复杂' });
  expect(await whole(caseId)).toMatchObject({ dueOn: workingDay(47), days: 45 });
});

it('late when it is posted, and given more time, it stands still from then on', async () => {
  const caseId = await caseAt(county, 'at the review');
  await county.clock.advance(daysOn(50));
  await decided(county, caseId, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
  expect(await whole(caseId)).toMatchObject({ passed: true });
  await decided(county, caseId, 'extendProcedure', { outcome: 'extended', ground: 'objection', reason: '情况复杂' });
  await stands(county, caseId);
  const { pausedOn, passed } = await whole(caseId);
  expect([pausedOn, passed]).toEqual(['2027-01-20', undefined]);
  await expectSound(county, caseId);
});

it('already late when it is posted, it is late once, and the case goes on', async () => {
  const caseId = await caseAt(county, 'at the review');
  await county.clock.advance(daysOn(60));
  await decided(county, caseId, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
  expect(await whole(caseId)).toMatchObject({ passed: true });
  await county.clock.advance(daysOn(70));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  const passed = (await journalOf(county, caseId)).filter(
    ({ data }) => data.type === 'clockPassed' && data.key.includes('wholeProcedure'),
  );
  expect(passed).toHaveLength(1);
  expect(await eventsOf(caseId, 'clockPaused')).toEqual([]);
  await expectSound(county, caseId);
});
