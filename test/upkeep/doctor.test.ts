import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runClient } from '../../src/commands/runClient.ts';
import { takeDailyRoot } from '../../src/db/dailyRoots.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { listedAsRunning } from '../../src/upkeep/openWorkflows.ts';
import { recover } from '../../src/upkeep/recover.ts';
import { type County, startCounty } from '../support/county.ts';
import { databaseUrl } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { sealedUnder, tell } from '../support/poison.ts';
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

describe('a list of Temporal’s that is behind', () => {
  /** The same server, whose list still says what it said then. */
  const whoseListSays = (listed: readonly WorkflowExecutionInfo[]): Client => {
    const list = async function* () {
      yield* listed;
    };
    return Object.create(county.client, {
      workflow: { value: Object.create(county.client.workflow, { list: { value: list } }) },
    });
  };
  const examined = (client: Client) => inTransaction(county.db.worker, (tx) => examine(tx, client));

  it('names no workflow that has ended', async () => {
    const caseId = await county.apply();
    await county.opened(caseId, 'accept');
    const stray = await county.client.workflow.start('assistance', {
      workflowId: 'case:00000000-0000-4000-8000-000000000000',
      taskQueue: 'nobody',
      args: [],
    });
    const listed = await eventually('both are listed', async () => {
      const seen: WorkflowExecutionInfo[] = [];
      for await (const each of listedAsRunning(county.client)) seen.push(each);
      return seen.length === 2 && seen;
    });
    expect(await examined(whoseListSays(listed))).toMatchObject([
      { what: 'running in Temporal, not open in the record', examples: [stray.workflowId] },
    ]);
    await stray.terminate();
    expect(await examined(whoseListSays(listed))).toEqual([]);
  });

  it('misses no case that runs and is not listed yet', async () => {
    const caseId = await county.apply();
    await county.opened(caseId, 'accept');
    expect(await examined(whoseListSays([]))).toEqual([]);
  });
});

describe('what does not fit together', () => {
  /** What nothing in the application has a right to. */
  async function byHand(sql: string, ...values: unknown[]): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl(county.db.name) });
    await client.connect();
    await client.query(sql, values).finally(() => client.end());
  }
  const found = async (what: string) => (await findings()).find((finding) => finding.what === what);

  it('a workflow whose case the record does not know, as after an older backup was restored', async () => {
    const what = 'running in Temporal, not open in the record';
    const caseId = await county.apply();
    await county.opened(caseId, 'accept');
    expect(await found(what)).toBeUndefined();
    await byHand(`set session_replication_role = replica; delete from case_file where case_id = '${caseId}';
                  delete from application where case_id = '${caseId}'`);
    const named = await eventually('it is named', () => found(what));
    expect(named).toMatchObject({ count: 1, examples: [`case:${caseId}`] });
    expect(named.remedyEn).toContain('older backup');
  });

  it('a workflow that goes on ten minutes after its case has ended, and not one that is about to end', async () => {
    const what = 'running in Temporal, not open in the record';
    const caseId = await county.apply();
    await county.opened(caseId, 'accept');
    const ended = (ago: string) =>
      byHand(`update case_file set ended_as = 'withdrawn', changed_at = business_now() - $1::interval`, ago);
    await ended('9 minutes');
    expect(await found(what)).toBeUndefined();
    await ended('11 minutes');
    expect(await found(what)).toMatchObject({ examples: [`case:${caseId}`] });
  });

  it('a case that waits for nobody, by its number', async () => {
    const caseId = await county.apply();
    await county.opened(caseId, 'accept');
    await byHand('delete from task where case_id = $1', caseId);
    await byHand('delete from clock where case_id = $1', caseId);
    const { rows } = await county.db.worker.query('select case_number from case_file where case_id = $1', [caseId]);
    expect(await found('cases that wait for nobody')).toMatchObject({ count: 1, examples: [rows[0].case_number] });
  });

  it('a case that was told what nobody can open: it alone is named, and begun again from its journal it goes on', async () => {
    const what = 'running, and failing at the same step again and again';
    const [told, other] = [await county.apply(), await county.apply()];
    for (const caseId of [told, other]) await county.opened(caseId, 'accept');
    await tell(county.client, told, sealedUnder('gone'));
    expect(await eventually('it is named', () => found(what))).toMatchObject({ count: 1, examples: [`case:${told}`] });
    expect(await county.decide(other, 'accept', { outcome: 'accepted' })).toMatchObject({ kind: 'receipt' });

    await county.cases.restart(told);
    await eventually('it is named no more', async () => (await found(what)) === undefined);
    expect(await county.decide(told, 'accept', { outcome: 'accepted' })).toMatchObject({ kind: 'receipt' });
    await expectSound(county, told);
  });

  it('days on which nobody took a root', async () => {
    const caseId = await county.apply();
    await county.opened(caseId, 'accept');
    await inTransaction(county.db.worker, takeDailyRoot);
    const inDays = async (days: number) =>
      county.clock.advance(new Date((await county.clock.now()) + days * 86_400_000));
    await inDays(1);
    expect(await found('days without a daily root')).toBeUndefined();
    await inDays(1);
    expect(await found('days without a daily root')).toMatchObject({ count: 2 });
    await inTransaction(county.db.worker, takeDailyRoot);
    expect(await found('days without a daily root')).toBeUndefined();
  });
});
