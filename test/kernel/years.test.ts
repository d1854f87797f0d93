import { afterAll, beforeAll, expect, it } from 'vitest';
import { businessDateOf } from '../../src/domain/calendar.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { clockOf } from '../../src/domain/case/state.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { costOf } from '../support/cost.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { daysOn } from './support/days.ts';
import { caseAt, decided } from './support/places.ts';
import { historyOf, journalOf, loseWorkflow, recorded } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

const account = { holder: '测试甲', bankName: '示范农商银行', number: '6200000000999999' };
const openKinds = async (caseId: CaseId) =>
  Object.values((await county.state(caseId)).open)
    .filter(({ kind }) => !taskKinds[kind].standing)
    .map(({ kind }) => kind)
    .sort();
const review = async (caseId: CaseId) => clockOf(await county.state(caseId), 'review')!;

/** Temporal loses the case, and it comes back to where it stood. */
async function lostAndBack(caseId: CaseId): Promise<void> {
  const before = await recorded(county, caseId);
  await loseWorkflow(county, caseId);
  await stands(county, caseId);
  expect(await recorded(county, caseId)).toEqual(before);
}

it('a benefit lives for years of reviews and returned payments, and what is carried of it stays small', async () => {
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(daysOn(9));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  await lostAndBack(caseId);

  for (let year = 1; year <= 4; year++) {
    await county.fact(caseId, 'paymentBlocked');
    await county.opened(caseId, 'correctAccount');
    await lostAndBack(caseId);
    await decided(county, caseId, 'correctAccount', { outcome: 'corrected', account, reason: '账号有误' });
    expect(await openKinds(caseId)).toEqual([]);

    const { key, clock } = await review(caseId);
    expect(key).toBe(`reviews.${year}.reviewClock`);
    await county.clock.advance(new Date(clock.warnAt! + 60_000));
    await county.opened(caseId, 'periodicReview');
    await lostAndBack(caseId);
    expect(await openKinds(caseId)).toEqual(['periodicReview']);
    await decided(county, caseId, 'periodicReview', {
      outcome: 'unchanged',
      investigators: ['i-1', 'i-2'],
      visitedOn: businessDateOf(await county.clock.now()),
      finding: `第${year}年核查，情况无变化`,
      documents: [],
    });
    const next = await eventually('the next review is set', async () => clockOf(await county.state(caseId), 'review'));
    expect(next.clock.dueOn > clock.dueOn).toBe(true);
    await expectSound(county, caseId);
    await lostAndBack(caseId);
    expect(JSON.stringify(await county.state(caseId)).length).toBeLessThan(2_000);
  }
});

it('after ten years of reviews and changes a case parks as small as a new one', async () => {
  const parked = async (caseId: CaseId) => {
    const workflow = county.client.workflow.getHandle(caseWorkflowId(caseId));
    const { historyLength, historySize } = await eventually('the case has parked', async () => {
      const described = await workflow.describe();
      return described.historyLength <= 10 && described;
    });
    const { carriedBytes } = await historyOf(county, caseId);
    return { historyLength, carriedBytes, bytes: Number(historySize) };
  };
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(new Date((await county.clock.now()) + 9 * 86_400_000));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  const young = await parked(caseId);

  for (let nth = 1; nth <= 40; nth++) {
    const { warnAt } = (await eventually('the next review is set', async () => review(caseId))).clock;
    await county.clock.advance(new Date(warnAt! + 60_000));
    await decided(county, caseId, 'periodicReview', {
      outcome: 'unchanged',
      investigators: ['i-1', 'i-2'],
      visitedOn: businessDateOf(await county.clock.now()),
      finding: `第${nth}次核查，情况无变化`,
      weighed: '无变化',
      documents: [],
    });
    if (nth % 4 === 0) {
      const on = businessDateOf(await county.clock.now());
      const change = { kind: 'situation', on, memberNo: 2, situation: 'seriousIllness', holds: nth % 8 === 0 };
      await decided(county, caseId, 'registerChange', {
        outcome: 'registered',
        reportedBy: 'village',
        changes: [change],
        reason: '病情变化',
        documents: [],
      });
      await decided(county, caseId, 'verifyChange', {
        outcome: 'notConfirmed',
        investigators: ['i-1', 'i-2'],
        visitedOn: on,
        finding: `第${nth}次核实，不属实`,
        documents: [],
      });
    }
  }
  const old = await parked(caseId);
  expect(old.historyLength).toBeLessThanOrEqual(10);
  expect(old.bytes).toBeLessThan(20_000);
  // Whether a parked run has taken in one more signal is chance; what it was handed is not.
  expect(old.carriedBytes).toBeLessThan(2_000);
  expect(old.carriedBytes - young.carriedBytes).toBeLessThan(100);
});

it('an account not corrected in time is still to be corrected: a passed deadline does nobody’s work', async () => {
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(new Date((await county.clock.now()) + 9 * 86_400_000));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  await county.fact(caseId, 'paymentBlocked');
  const task = await county.opened(caseId, 'correctAccount');
  await county.clock.advance(new Date((await county.clock.now()) + 30 * 86_400_000));
  expect(await openKinds(caseId)).toEqual(['correctAccount', 'escalation']);
  await decided(county, caseId, 'escalation', { outcome: 'instructed', reason: '请尽快更正' });
  await decided(county, caseId, 'correctAccount', { outcome: 'corrected', account, reason: '账号有误' });
  expect(
    (await journalOf(county, caseId)).filter(({ data }) => 'key' in data && data.key === task).map(({ type }) => type),
  ).toEqual(['taskOpened', 'taskDecided']);
  await expectSound(county, caseId);
});

it('a decision costs Temporal eight events', async () => {
  const caseId = await caseAt(county, 'at the beginning of the survey');
  const before = await historyOf(county, caseId);
  for (let nth = 1; nth <= 5; nth++)
    await decided(county, caseId, 'registerComplaint', { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' });
  expect((await historyOf(county, caseId)).length - before.length).toBeLessThanOrEqual(5 * 8);
});

it('a whole case, from the application to the benefit, costs Temporal so many events and state transitions', async () => {
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(new Date((await county.clock.now()) + 9 * 86_400_000));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  const { events, transitions, runs } = await costOf(county.client, caseId);
  // Each rest in which it parks is a run more, of some ten events.
  expect(events).toBeLessThanOrEqual(90 + 10 * runs);
  expect(transitions).toBeLessThanOrEqual(25 + 10 * runs);
});
