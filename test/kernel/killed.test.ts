import { afterEach, describe, expect, it } from 'vitest';
import type { CaseClient } from '../../src/commands/caseClient.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import type { ScriptProcess } from '../support/childProcess.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { expectSound } from '../support/invariants.ts';
import { startIsolatedTemporal } from '../support/temporal.ts';
import { factOfAnother } from './support/another.ts';
import { daysOn } from './support/days.ts';
import { caseAt, decided } from './support/places.ts';
import { journalOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';
import { runClient, runWorker } from './support/workers.ts';

let county: County;
const workers: ScriptProcess[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.kill()));
});

/** A worker that kills itself right after this case's nth commit from now. */
function dyingWorker(caseId: CaseId, after: number, address?: string): ScriptProcess {
  const worker = runWorker(county, { caseId, after }, address);
  workers.push(worker);
  return worker;
}

const accepted = { outcome: 'accepted' };

const eventsSince = async (caseId: CaseId, seq: number) =>
  (await journalOf(county, caseId)).slice(seq).map(({ type }) => type);

/** What sets off a chain of commits in one workflow task, where it can happen, and after which commits it is cut. */
const chains = [
  {
    what: 'a decision',
    place: 'reported, the visit still to come',
    prepare: async () => {},
    setOff: (caseId: CaseId) => county.decide(caseId, 'homeVisit', visit()),
    commits: [['taskDecided', 'compared'], ['assessed'], ['stageEntered', 'taskOpened']],
    cuts: [2, 3],
  },
  {
    what: 'a fact',
    place: 'visited, the report still to come',
    prepare: async () => {},
    setOff: (caseId: CaseId) => county.fact(caseId, 'checkReport', { findings: [] }),
    commits: [['factArrived'], ['clockStopped', 'compared'], ['assessed'], ['stageEntered', 'taskOpened']],
    cuts: [1, 3],
  },
  {
    what: 'a start from its id alone',
    place: 'visited, the report still to come',
    prepare: async (caseId: CaseId) => {
      await factOfAnother(county, caseId, 'checkReport', 'survey.1.checkReport' as Key);
      await county.client.workflow.getHandle(caseWorkflowId(caseId)).terminate('lost, for a test');
    },
    setOff: (caseId: CaseId) => county.cases.start(caseId),
    commits: [['clockStopped', 'compared'], ['assessed'], ['stageEntered', 'taskOpened']],
    cuts: [1, 2],
  },
] as const;

describe('a worker killed after a commit, before Temporal hears of it', () => {
  it.each(chains)('whichever commit it was of those $what sets off, each is made once', async (chain) => {
    county = await startCounty();
    const cases: CaseId[] = [];
    for (const _cut of chain.cuts) {
      const caseId = await caseAt(county, chain.place);
      await chain.prepare(caseId);
      cases.push(caseId);
    }
    const { seq } = await county.state(cases[0]!);
    await county.stopWorker();

    const answers: Promise<unknown>[] = [];
    for (const [i, caseId] of cases.entries()) {
      const cut = chain.cuts[i]!;
      const worker = dyingWorker(caseId, cut); // the one before is healed by this one, before it dies or after
      answers.push(chain.setOff(caseId));
      await worker.ended();
      expect(await eventsSince(caseId, seq)).toEqual(chain.commits.slice(0, cut).flat());
    }
    await county.startWorker();
    for (const caseId of cases) {
      await county.opened(caseId, 'review');
      await stands(county, caseId);
      expect(await eventsSince(caseId, seq)).toEqual(chain.commits.flat());
      await expectSound(county, caseId);
      await decided(county, caseId, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
    }
    await Promise.all(answers);
    await county.stop();
  });
});

describe('a worker killed after a commit, the client gone and Temporal restarted', () => {
  it('the decision has its receipt, and what it set going is known to the case as soon as anybody asks', async () => {
    const temporal = await startIsolatedTemporal();
    try {
      county = await startCounty({ address: temporal.address });
      const caseId = await caseAt(county, 'before acceptance');
      await county.stopWorker();

      /** Sends by a client that is killed together with the worker, while it waits for its answer. */
      const decide: CaseClient['decide'] = async (_, message) => {
        const client = runClient(county, caseId, message, temporal.address);
        await worker.ended();
        await client.kill();
        return { kind: 'unknown' };
      };
      const worker = dyingWorker(caseId, 1, temporal.address);
      const how = { task: 'intake.1.accept' as Key, idempotencyKey: 'of a client that is gone' };
      const lost = await county.decide(caseId, 'accept', accepted, { ...how, cases: { ...county.cases, decide } });
      await temporal.kill();
      await temporal.start();
      await county.startWorker();

      const receipt = await county.decide(caseId, 'accept', accepted, how);
      expect(receipt).toMatchObject({ kind: 'receipt', receipt: { seq: (await journalOf(county, caseId)).length } });
      expect(receipt).toEqual(lost);
      // Temporal never learned of the acceptance, nor of the clocks it started. Nobody decides; a clock comes due.
      await county.clock.advance(daysOn(7));
      const { clocks } = await county.state(caseId);
      expect(clocks['survey.1.startSurveyClock' as Key]).toMatchObject({ warned: true, passed: true });
      await decided(county, caseId, 'startCheck', { outcome: 'started' });
      await expectSound(county, caseId);
    } finally {
      await county.stop();
      await temporal.dispose();
    }
  });
});
