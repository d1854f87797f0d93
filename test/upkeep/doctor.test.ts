import { afterEach, beforeEach, expect, it } from 'vitest';
import { runClient } from '../../src/commands/runClient.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { recover } from '../../src/upkeep/recover.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { type IsolatedTemporal, startIsolatedTemporal } from '../support/temporal.ts';

let temporal: IsolatedTemporal;
let county: County;
beforeEach(async () => {
  temporal = await startIsolatedTemporal();
  county = await startCounty({ address: temporal.address });
});
afterEach(async () => {
  await county?.stop();
  await temporal?.dispose();
});

const findings = () => inTransaction(county.db.worker, (tx) => examine(tx, county.client));

it('finds nothing where all is well; names cases Temporal has lost, and recovery brings each back as it stood', async () => {
  const caseIds = [await county.apply(), await county.apply()] as CaseId[];
  for (const caseId of caseIds) await county.opened(caseId, 'accept');
  await county.decide(caseIds[0]!, 'accept', { outcome: 'accepted' });
  await eventually('all is well', async () => (await findings()).length === 0);
  const before = await Promise.all(caseIds.map((caseId) => county.state(caseId)));

  await county.stopWorker();
  await temporal.kill();
  await temporal.forget();
  await temporal.start();
  await eventually('the loss is seen', async () => (await findings().catch(() => []))[0]?.count === 2);
  expect((await findings())[0]?.examples.toSorted()).toEqual(caseIds.map((caseId) => `case:${caseId}`).toSorted());

  await county.startWorker();
  const clients = { cases: county.cases, runs: runClient(county.client, county.taskQueue) };
  expect(await recover(county.db.worker, clients)).toEqual({ cases: 2, runs: 0 });
  await eventually('nothing stands still', async () => (await findings()).length === 0);
  expect(await Promise.all(caseIds.map((caseId) => county.state(caseId)))).toEqual(before);
  expect(await county.decide(caseIds[1]!, 'accept', { outcome: 'accepted' })).toMatchObject({ kind: 'receipt' });
  for (const caseId of caseIds) await expectSound(county, caseId);
});
