import { Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordActivities } from '../../activities/record.ts';
import { workerLog } from '../../src/workerLog.ts';
import { aCase } from '../support/aCase.ts';
import { eventually } from '../support/eventually.ts';
import { openTown, type Town } from '../support/town.ts';

interface Line {
  readonly msg?: string;
  readonly message?: string;
  readonly reqId?: string;
  readonly trace_id?: string;
}

/** No collector: nobody records anything. */
const logged = { api: [] as Line[], worker: [] as Line[] };
let town: Town;
beforeAll(async () => {
  const keep = (lines: Line[]) => (line: string) => void lines.push(JSON.parse(line));
  Runtime.install({ logger: workerLog('warn', { write: keep(logged.worker) }), shutdownSignals: [] });
  town = await openTown('dangyang', { logTo: { write: keep(logged.api) } });
});
afterAll(() => town?.close());

const failingOnce = () => {
  let left = 1;
  return (record: RecordActivities['record']): RecordActivities['record'] =>
    async (request) => {
      if (request.key.startsWith('command:') && left-- > 0) throw new Error('not this time');
      return record(request);
    };
};

it('every line of a request names its trace: its caller’s, or one of its own', async () => {
  const { clerk } = town.people;
  const traceId = 'f'.repeat(32);
  const header = { traceparent: `00-${traceId}-${'f'.repeat(16)}-01` };
  const asked = (url: string, headers = {}) => town.window.as(clerk, { method: 'GET', url, headers });
  const ids = [];
  for (const headers of [header, {}, { traceparent: 'nonsense' }])
    ids.push((await asked('/v1/tasks', headers)).headers['x-request-id']);
  const [known, ...made] = ids.map((id) => {
    const traces = new Set(logged.api.filter(({ reqId }) => reqId === id).map(({ trace_id }) => trace_id));
    expect(traces.size).toBe(1);
    return [...traces][0];
  });
  expect(known).toBe(traceId);
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set([known, ...made]).size).toBe(3);
});

it('and what goes wrong behind it, in the worker and at an outside system, is logged under the same', async () => {
  const traceId = 'e'.repeat(32);
  const file = await aCase(town).visited();
  await town.county.stopWorker();
  await town.county.startWorker({ around: failingOnce() });
  town.platform.behave('http500');
  const task = await file.waitsFor('startCheck');
  const answer = await town.window.post(
    town.people.officer,
    `/v1/tasks/${task.taskId}/decision`,
    { taskVersion: task.version, outcome: 'started' },
    { traceparent: `00-${traceId}-${'e'.repeat(16)}-01` },
  );
  expect(answer.statusCode, answer.body).toBe(200);
  const ofTrace = (lines: readonly Line[]) => lines.filter(({ trace_id }) => trace_id === traceId);
  expect(ofTrace(logged.worker)).toMatchObject([{ message: 'Activity failed', activityType: 'record' }]);
  await eventually('the relay has said so', () => ofTrace(logged.api).some(({ reqId }) => reqId === undefined));
  town.platform.behave('normal');
  await file.reaches('review');
});
