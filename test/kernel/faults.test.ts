import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { afterEach, expect, it } from 'vitest';
import { failureConverterPath } from '../../src/commands/dataConverter.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { loadPolicyIntoDatabase } from '../../src/policy/store.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { recordedByAnother } from './support/another.ts';
import { caseAt, decided } from './support/places.ts';
import { journalOf, loseWorkflow } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
afterEach(() => county?.stop());

const accept = 'intake.1.accept' as Key;

const statusOf = async (caseId: CaseId) =>
  (await county.client.workflow.getHandle(caseWorkflowId(caseId)).describe()).status.name;

/** Waits until a workflow task of the case has failed. */
const failed = (caseId: CaseId) =>
  eventually('a workflow task failed', async () => {
    const { events } = await county.client.workflow.getHandle(caseWorkflowId(caseId)).fetchHistory();
    return events?.some((event) => event.workflowTaskFailedEventAttributes);
  });

async function bundleWithABug(directory: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(projectRoot, 'workflows/index.ts'),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        alias: {
          ...config.resolve?.alias,
          './stages/survey.ts': join(projectRoot, 'test/kernel/support/brokenSurvey.ts'),
        },
      },
    }),
  });
  const path = join(directory, 'bundle.js');
  await writeFile(path, code);
  return path;
}

it('an error thrown in a stage: the case waits for the fix and is not closed, whatever kind of error it is', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-bundle-'));
  try {
    county = await startCounty({ worker: false });
    await county.startWorker({ bundle: await bundleWithABug(directory) });
    const plain = await caseAt(county, 'before acceptance');
    const temporals = await caseAt(county, 'before acceptance');
    await decided(county, temporals, 'registerComplaint', {
      outcome: 'registered',
      raisedBy: '匿名',
      reason: '家有轿车',
    });
    const before = [await journalOf(county, plain), await journalOf(county, temporals)];

    const answers = [plain, temporals].map((caseId) => county.decide(caseId, 'accept', { outcome: 'accepted' }));
    for (const caseId of [plain, temporals]) {
      await failed(caseId);
      expect(await statusOf(caseId)).toBe('RUNNING');
    }
    expect([await journalOf(county, plain), await journalOf(county, temporals)]).toEqual(before);

    await county.stopWorker();
    await county.startWorker();
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ kind: 'receipt' });
    for (const caseId of [plain, temporals]) {
      await decided(county, caseId, 'startCheck', { outcome: 'started' });
      await expectSound(county, caseId);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

it('a journal in which something else is open than the story asks for: the case waits for the fix, and opens nothing', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'at the beginning of the survey');
  await recordedByAnother(county, caseId, { type: 'taskOpened', key: 'review.1.review' as Key, kind: 'review' });
  const before = await journalOf(county, caseId);
  await loseWorkflow(county, caseId);
  await failed(caseId);
  expect(await statusOf(caseId)).toBe('RUNNING');
  expect(await journalOf(county, caseId)).toEqual(before);
});

it('a record that fails for good: the case waits and is not closed', async () => {
  county = await startCounty({ worker: false });
  let broken = false;
  await county.startWorker({
    around: (record) => async (request) => {
      if (broken && request.drafts.length > 0) throw ApplicationFailure.nonRetryable('cannot be tried again');
      return record(request);
    },
  });
  const decidedOn = await caseAt(county, 'before acceptance');
  const told = await caseAt(county, 'before acceptance');
  broken = true;
  const answer = county.decide(decidedOn, 'accept', { outcome: 'accepted' });
  await county.fact(told, 'note');
  for (const caseId of [decidedOn, told]) {
    await failed(caseId);
    expect(await statusOf(caseId)).toBe('RUNNING');
  }
  broken = false;
  expect(await answer).toMatchObject({ kind: 'receipt' });
  await eventually('recorded', async () => (await journalOf(county, told)).at(-1)?.type === 'factArrived');
  for (const caseId of [decidedOn, told]) await expectSound(county, caseId);
});

it('a record whose answer is lost is made once', async () => {
  county = await startCounty({ worker: false });
  const lost = new Set<string>();
  await county.startWorker({
    around: (record) => async (request) => {
      const answer = await record(request);
      if (answer.kind !== 'stored' || lost.has(request.key)) return answer;
      lost.add(request.key);
      throw new Error('the connection broke after the commit');
    },
  });
  const caseId = await caseAt(county, 'at the review');
  expect(lost.size).toBeGreaterThan(8);
  await expectSound(county, caseId);
});

it('a value of the law that nobody set: the decision waits for it, and other cases do not wait with it', async () => {
  county = await startCounty({ worker: false });
  await county.db.owner.query(`delete from policy_value where key = 'limit.startSurvey'`);
  await county.startWorker();
  const caseId = await caseAt(county, 'before acceptance');
  const answer = county.decide(caseId, 'accept', { outcome: 'accepted' }, { task: accept });
  await stands(county, await caseAt(county, 'while papers are missing'));
  expect((await county.state(caseId)).stage).toBe('intake');
  await loadPolicyIntoDatabase(county.db.worker, join(projectRoot, 'counties'));
  expect(await answer).toMatchObject({ kind: 'receipt' });
  await expectSound(county, caseId);
});

it('told of a fact that is not on file, a case stands where it stood and goes on', async () => {
  county = await startCounty();
  const caseId = await caseAt(county, 'visited, the report still to come');
  const before = await journalOf(county, caseId);
  await county.cases.tell(caseId, { factId: '00000000-0000-4000-8000-000000000000', name: 'checkReport' });
  await stands(county, caseId);
  expect(await journalOf(county, caseId)).toEqual(before);
  await county.fact(caseId, 'checkReport', { findings: [] });
  await county.opened(caseId, 'review');
  await expectSound(county, caseId);
});
