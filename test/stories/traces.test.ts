import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Key } from '../../src/domain/case/ids.ts';
import { startRelay } from '../../src/relay/relay.ts';
import { exportTraces } from '../../src/tracing/exporter.ts';
import { inTrace } from '../../src/tracing/spans.ts';
import type { Tracing } from '../../src/tracing/start.ts';
import { aCase } from '../support/aCase.ts';
import { runScript, type ScriptProcess } from '../support/childProcess.ts';
import { type Collector, type SeenSpan, startCollector } from '../support/collector.ts';
import { allTaken } from '../support/effects.ts';
import { eventually } from '../support/eventually.ts';
import { seedHousehold } from '../support/people.ts';
import { settingsOf } from '../support/settings.ts';
import { openTown, type Town } from '../support/town.ts';

/** API and relay here, the worker in a process of its own: what is seen as one trace was sent by two. */
let collector: Collector;
let tracing: Tracing;
let town: Town;
let worker: ScriptProcess;
let directory: string;
const soon = { OTEL_BSP_SCHEDULE_DELAY: '50' };
const warnings: string[] = [];

beforeAll(async () => {
  Object.assign(process.env, soon);
  collector = await startCollector();
  tracing = exportTraces({
    endpoint: collector.url,
    service: 'doudi-api',
    warn: (text) => void warnings.push(text),
  });
  town = await openTown();
  await town.county.stopWorker();
  directory = await mkdtemp(join(tmpdir(), 'doudi-traces-'));
  const { db, taskQueue } = town.county;
  const settings = { ...settingsOf(db, { taskQueue, directory }), ...soon, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  worker = runScript('src/worker.ts', settings);
  await worker.printed('worker ready');
});
afterAll(async () => {
  await worker?.terminate();
  await town?.close();
  await tracing?.stop();
  await collector?.close();
  if (directory) await rm(directory, { recursive: true, force: true });
});

const hex = (digit: string, digits: number) => digit.repeat(digits);
/** A caller who is traced, too. */
const caller = (digit: string) => ({
  traceId: hex(digit, 32),
  spanId: hex(digit, 16),
  header: { traceparent: `00-${hex(digit, 32)}-${hex(digit, 16)}-01` },
});

const named = (spans: readonly SeenSpan[], name: string) => {
  const found = spans.find((span) => span.name === name);
  if (!found) throw new Error(`No ${name} among ${spans.map((span) => span.name).join(', ')}`);
  return found;
};
const childrenOf = (spans: readonly SeenSpan[], { spanId }: SeenSpan) =>
  spans.filter(({ parent }) => parent === spanId);

it('an application is one trace: from its caller through door and database to the worker’s first record', async () => {
  const { traceId, spanId, header } = caller('a');
  const { clerk } = town.people;
  const household = { ...seedHousehold(), township: clerk.division };
  const answer = await town.window.post(clerk, '/v1/applications', household, header);
  expect(answer.statusCode, answer.body).toBe(201);
  const { caseId } = answer.json();

  const spans = await collector.trace(traceId, 'POST /v1/applications', 'record');
  const door = named(spans, 'POST /v1/applications');
  expect(door).toMatchObject({
    service: 'doudi-api',
    parent: spanId,
    said: {
      'http.request.method': 'POST',
      'http.route': '/v1/applications',
      'http.response.status_code': '201',
      'doudi.request_id': answer.headers['x-request-id'],
    },
  });
  expect(childrenOf(spans, door).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['postgres: look', 'postgres: write', 'temporal: start']),
  );
  const started = named(spans, 'temporal: start');
  expect(started.said).toEqual({ 'doudi.case_id': caseId });
  expect(childrenOf(spans, started)[0]).toMatchObject({
    service: 'doudi-worker',
    name: 'record',
    said: { 'doudi.workflow_id': `case:${caseId}`, 'doudi.cause': 'load', 'doudi.answer': 'stored' },
  });
});

it('so is a decision, with every question that its record asked of the database', async () => {
  const { traceId, header } = caller('b');
  const file = await aCase(town).applied();
  const task = await file.waitsFor('accept');
  const url = `/v1/tasks/${task.taskId}/decision`;
  const decision = { taskVersion: task.version, outcome: 'accepted' };
  const answer = await town.window.post(town.people.clerk, url, decision, header);
  expect(answer.statusCode, answer.body).toBe(200);
  const { commandId } = answer.json().receipt;

  const route = 'POST /v1/tasks/:taskId/decision';
  const spans = await collector.trace(traceId, route, 'record');
  const door = named(spans, route);
  const sent = named(spans, 'temporal: decide');
  expect(sent).toMatchObject({
    parent: door.spanId,
    said: { 'doudi.case_id': file.caseId, 'doudi.command_id': commandId },
  });
  const [record] = childrenOf(spans, sent);
  expect(record).toMatchObject({
    service: 'doudi-worker',
    name: 'record',
    said: { 'doudi.cause': 'command', 'doudi.answer': 'stored', 'doudi.attempt': '1' },
  });
  const ways = childrenOf(spans, record!);
  expect(ways.map(({ name }) => name).filter((name) => name !== 'postgres: connection')).toEqual([
    'postgres: look',
    'postgres: write',
  ]);
  expect(named(ways, 'postgres: look').events).toEqual(expect.arrayContaining(['lock a case', 'record']));
});

it('what a decision has the relay ask of an outside system belongs to it', async () => {
  const { traceId, header } = caller('c');
  const file = await aCase(town).visited();
  const task = await file.waitsFor('startCheck');
  const url = `/v1/tasks/${task.taskId}/decision`;
  const decision = { taskVersion: task.version, outcome: 'started' };
  expect((await town.window.post(town.people.officer, url, decision, header)).statusCode).toBe(200);

  const spans = await collector.trace(traceId, 'relay: requestCheck');
  const effect = named(spans, 'relay: requestCheck');
  expect(spans.find(({ spanId }) => spanId === effect.parent)).toMatchObject({
    service: 'doudi-worker',
    name: 'record',
  });
  expect(effect.said).toMatchObject({ 'doudi.attempt': '1', 'doudi.answer': 'done' });
  expect(childrenOf(spans, effect).map(({ name }) => name)).toContain('checkPlatform: submit');
});

it('a decision nobody heard belongs to its own request still when it is sent again', async () => {
  const { traceId, header } = caller('d');
  const { county } = town;
  const file = await aCase(town).applied();
  const deaf = { ...county.cases, decide: async () => ({ kind: 'unknown' as const }) };
  const task = 'intake.1.accept' as Key;
  const unheard = await inTrace(header.traceparent, 'a decision', {}, () =>
    county.decide(file.caseId as never, 'accept', { outcome: 'accepted' }, { task, cases: deaf }),
  );
  expect(unheard).toMatchObject({ kind: 'pending' });

  const again = startRelay({
    ...county.deps,
    pool: county.db.worker,
    effects: allTaken,
    log: pino({ level: 'silent' }),
    patience: { start: 60, command: 0, fact: 60, clock: 60, policy: 60 },
  });
  const spans = await collector.trace(traceId, 'relay: send again', 'record').finally(() => again.stop());
  const resent = named(spans, 'relay: send again');
  expect(resent.said).toMatchObject({ 'doudi.answer': 'receipt' });
  expect(childrenOf(spans, resent).map(({ name }) => name)).toContain('temporal: decide');
  expect(named(spans, 'record').parent).toBe(named(spans, 'temporal: decide').spanId);
});

it('a refusal says which problem, and of no failure more than its kind', async () => {
  const { traceId, header } = caller('e');
  const url = '/v1/cases/00000000-0000-4000-8000-000000000000';
  const answer = await town.window.as(town.people.clerk, { method: 'GET', url, headers: header });
  expect(answer.statusCode).toBe(404);
  const [door] = (await collector.trace(traceId, 'GET /v1/cases/:caseId')).filter(({ name }) => name.startsWith('GET'));
  expect(door!.said).toMatchObject({ 'http.response.status_code': '404', 'doudi.problem': 'notFound' });
});

it('nothing is said of any span but routes, names, kinds and ids; looks and liveness have none', async () => {
  await town.window.app.inject('/healthz');
  await town.window.app.inject('/metrics');
  const keys = new Set(collector.spans.flatMap(({ said }) => Object.keys(said)));
  expect([...keys].sort()).toEqual([
    'db.system.name',
    'doudi.answer',
    'doudi.attempt',
    'doudi.case_id',
    'doudi.cause',
    'doudi.command_id',
    'doudi.problem',
    'doudi.request_id',
    'doudi.workflow_id',
    'http.request.method',
    'http.response.status_code',
    'http.route',
  ]);
  expect(collector.spans.filter(({ name }) => /healthz|metrics|readyz/.test(name))).toEqual([]);
  // The relay looks many times a second for what is to be done: a look that finds nothing is no trace.
  const roots = new Set(collector.spans.filter(({ parent }) => parent === undefined).map(({ name }) => name));
  expect([...roots].filter((name) => name.startsWith('postgres'))).toEqual([]);
});

it('a collector that goes away takes nothing with it: decisions are taken, and it is said once', async () => {
  await collector.close();
  const file = await aCase(town).accepted();
  expect((await file.now()).stage).toBe('survey');
  await eventually('it is said', () => warnings.length > 0);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
});
