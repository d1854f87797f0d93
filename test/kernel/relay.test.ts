import pino from 'pino';
import { afterEach, expect, it } from 'vitest';
import type { CaseClient, Sent } from '../../src/commands/caseClient.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { startRelay } from '../../src/relay/relay.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { type IsolatedTemporal, startIsolatedTemporal } from '../support/temporal.ts';
import { daysOn } from './support/days.ts';
import { caseAt, decided } from './support/places.ts';
import { journalOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
let temporal: IsolatedTemporal | undefined;
let stopRelay = async () => {};
afterEach(async () => {
  await stopRelay();
  stopRelay = async () => {};
  await county?.stop();
  await temporal?.dispose();
  temporal = undefined;
});

function relay(change: Partial<CaseClient> = {}): void {
  const { stop } = startRelay({
    ...county.deps,
    cases: { ...county.cases, ...change },
    pool: county.db.worker,
    effects: {
      requestCheck: async () => ({ ok: true, value: {} }),
      sendMessage: async () => ({ ok: true, value: {} }),
      transferNow: async () => ({ ok: true, value: {} }),
      recallTransfer: async () => ({ ok: true, value: {} }),
    },
    log: pino({ level: 'silent' }),
    patience: { start: 0, command: 0, fact: 0, clock: 1 },
  });
  stopRelay = stop;
}

/** Nobody hears what is sent: it is stored, and that is all. */
const deaf = (): CaseClient => ({
  ...county.cases,
  start: async () => 'running',
  decide: async () => ({ kind: 'unknown' }),
  tell: async () => 'told',
});

const journalHas = (caseId: CaseId, type: string) =>
  eventually(`${type} in the journal`, async () => (await journalOf(county, caseId)).some((row) => row.type === type));

it('Temporal loses everything: applications, decisions, facts and clocks bring their cases back, each from its id alone', async () => {
  temporal = await startIsolatedTemporal();
  county = await startCounty({ worker: false, address: temporal.address });
  await county.startWorker();
  const waiting = {
    decision: await caseAt(county, 'before acceptance'),
    fact: await caseAt(county, 'visited, the report still to come'),
    clock: await caseAt(county, 'at the beginning of the survey'),
    client: await caseAt(county, 'at the review'),
  };
  await county.stopWorker();
  const applied = await county.apply();
  let started = 0;
  relay({ start: (caseId) => county.cases.start(caseId).finally(() => started++) });
  await eventually('started by the relay, with no worker to take it up', () => started > 1);
  await stopRelay();
  await temporal.kill();
  await temporal.forget();
  await temporal.start();

  const task = 'intake.1.accept' as Key;
  const unheard = await county.decide(waiting.decision, 'accept', { outcome: 'accepted' }, { task, cases: deaf() });
  expect(unheard).toMatchObject({ kind: 'pending' });
  await county.fact(waiting.fact, 'checkReport', { findings: [] }, undefined, deaf());
  await county.startWorker();
  relay();
  await journalHas(applied, 'registered');
  await eventually('accepted', async () => (await county.state(waiting.decision)).stage === 'survey');
  await county.opened(waiting.fact, 'review');
  await decided(county, waiting.client, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
  await county.clock.advance(daysOn(7));
  await journalHas(waiting.clock, 'clockPassed');
  for (const caseId of [applied, ...Object.values(waiting)]) {
    await stands(county, caseId);
    await expectSound(county, caseId);
  }
});

it('a clock that nobody rang is rung, also where the workflow is gone', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'at the beginning of the survey');
  await county.client.workflow.getHandle(caseWorkflowId(caseId)).terminate('lost, for a test');
  relay();
  await county.db.worker.query('update business_clock set offset_ms = offset_ms + $1', [7 * 86_400_000]);
  await journalHas(caseId, 'clockPassed');
  await expectSound(county, caseId);
});

it('cases of which nothing is heard keep no other waiting', async () => {
  county = await startCounty();
  const [other, ...stuck] = await Promise.all(Array.from({ length: 6 }, () => caseAt(county, 'before acceptance')));
  const task = 'intake.1.accept' as Key;
  for (const caseId of [...stuck, other!])
    await county.decide(caseId, 'accept', { outcome: 'accepted' }, { task, cases: deaf() });
  let giveUp = () => {};
  const silence = new Promise<Sent>((resolve) => {
    giveUp = () => resolve({ kind: 'unknown' });
  });
  relay({ decide: (caseId, message) => (caseId === other ? county.cases.decide(caseId, message) : silence) });
  await eventually('accepted', async () => (await county.state(other!)).stage === 'survey', 10_000).finally(giveUp);
  for (const caseId of stuck) expect((await county.state(caseId)).stage).toBe('intake');
});

it('what is told to a case that has ended is done with', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'before acceptance');
  await decided(county, caseId, 'accept', { outcome: 'notAccepted', reason: '非本地户籍' });
  await eventually('ended', async () => (await county.cases.start(caseId)) === 'ended');
  const before = await journalOf(county, caseId);
  await county.fact(caseId, 'checkReport', { findings: [] }, undefined, deaf());
  relay();
  await eventually('consumed', async () => {
    const { rows } = await county.db.worker.query('select outcome from fact where case_id = $1', [caseId]);
    return rows[0].outcome === 'caseEnded';
  });
  expect(
    await county.decide(
      caseId,
      'withdraw',
      { outcome: 'withdrawn', reason: '迟了', documents: [] },
      { task: 'case.1.withdraw' as Key },
    ),
  ).toEqual({ kind: 'refused', code: 'taskNotOpen' });
  expect(await journalOf(county, caseId)).toEqual(before);
  await expectSound(county, caseId);
});
