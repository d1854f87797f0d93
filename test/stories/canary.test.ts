import { Client } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordActivities } from '../../activities/record.ts';
import { access, opensPersonalData } from '../../src/api/access.ts';
import { checkCallbackKeyId, checkCallbackPath } from '../../src/contracts/checkPlatform.ts';
import { registerCallbackPath, registerKeyId } from '../../src/contracts/registers.ts';
import { signatureOf } from '../../src/contracts/signature.ts';
import type { HandedIn } from '../../src/domain/application.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { exportTraces } from '../../src/tracing/exporter.ts';
import type { Tracing } from '../../src/tracing/start.ts';
import { workerLog } from '../../src/workerLog.ts';
import { aCase } from '../support/aCase.ts';
import { callbackSecret, registerSecret } from '../support/api.ts';
import { type Canaries, found, placesInTemporal, placesInTheDatabase } from '../support/canary.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { visit } from '../support/decisions.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { eventually } from '../support/eventually.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

/** Somebody who does not exist, marked so that it would be recognised anywhere. */
const canaries = {
  name: '示例金丝雀',
  child: '示例白灵雀',
  idNumber: idNumber('1971-07-17'),
  phone: '13987651234',
  account: '6200000099887766554',
  illness: '雀盲综合征',
} satisfies Canaries;

const logged = { api: [] as string[], worker: [] as string[] };
const refused: string[] = [];
let collector: Collector;
let tracing: Tracing;
let town: Town;
let household: HandedIn;
beforeAll(async () => {
  Runtime.install({ logger: workerLog('debug', { write: (line) => logged.worker.push(line) }), shutdownSignals: [] });
  collector = await startCollector();
  tracing = exportTraces({ endpoint: collector.url, service: 'doudi-stack', warn: () => {} });
  town = await openTown('dangyang', { logTo: { write: (line) => void logged.api.push(line) } });
  const seed = seedHousehold();
  const [mother, child] = seed.members;
  household = {
    ...seed,
    members: [
      { ...mother!, name: canaries.name, idNumber: canaries.idNumber, phone: canaries.phone },
      { ...child!, name: canaries.child },
    ],
    incomes: [{ ...seed.incomes[0]!, origin: `零工，患${canaries.illness}` }],
    account: { ...seed.account!, holder: canaries.name, number: canaries.account },
  };
});
afterAll(async () => {
  await town?.close();
  await collector?.close();
});

/** Sends what must be refused, and keeps the refusal. */
async function sends(...[account, url, payload, headers]: Parameters<Town['window']['post']>) {
  const answer = await town.window.post(account, url, payload, headers);
  expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400);
  refused.push(answer.body, JSON.stringify(answer.headers));
}

async function callsBack(path: string, keyId: string, secret: string, body: string) {
  const headers = {
    'content-type': 'application/json',
    ...signatureOf({ method: 'POST', path, body }, { keyId, secret }),
  };
  const answer = await town.window.app.inject({ method: 'POST', url: path, payload: body, headers });
  refused.push(answer.body);
}

/** Each of these quotes somebody, and none is as it should be. */
async function mistakes({ caseId }: CaseFile) {
  const { clerk, investigator1 } = town.people;
  const { name, idNumber: number, phone, account, illness } = canaries;
  const [mother] = household.members;
  const wrong = `${number.slice(0, 17)}${number.endsWith('0') ? '1' : '0'}`;
  for (const change of [
    { members: [{ ...mother, idNumber: wrong }] },
    { members: [{ ...mother, relation: name }] },
    { members: [{ ...mother, [name]: phone }] },
    { [illness]: true },
    { account: { ...household.account, number: `${account}x` } },
  ])
    await sends(clerk, '/v1/applications', { ...household, ...change });
  await sends(clerk, '/v1/applications', household); // it has applied already
  const task = `/v1/tasks/${caseId}.intake.1.accept/decision`;
  await sends(clerk, task, { taskVersion: 1, outcome: illness, reason: `${name} ${number}` });
  await sends(clerk, task, { taskVersion: 1, outcome: 'accepted', [name]: illness }, { 'idempotency-key': number });
  await sends(investigator1, `/v1/cases/${phone}/documents?code=${name}`, {});
  const upload = await town.window.upload(
    clerk,
    `/v1/cases/${caseId}/documents?code=101`,
    Buffer.from(name),
    `${name}${illness}.html`,
  );
  refused.push(upload.body);
  for (const url of [
    `/v1/${account}`,
    `/v1/cases?caseNumber=${number}&q=${name}`,
    `/v1/cases/${number}`,
    `/v1/tasks?cursor=${Buffer.from(name).toString('base64url')}`,
  ])
    refused.push((await town.window.get(clerk, encodeURI(url))).body);
  const text = JSON.stringify({ requestId: name, persons: [number], illness });
  await callsBack(checkCallbackPath, checkCallbackKeyId, callbackSecret, text);
  await callsBack(checkCallbackPath, name.length.toString(), 'not-the-secret-of-anybody', text);
  await callsBack(checkCallbackPath, checkCallbackKeyId, callbackSecret, `${text.slice(0, -3)}`);
  const rows = [{ rowId: '1', kind: illness, idNumber: number, on: '2026-09-01', reference: name }, phone];
  await callsBack(registerCallbackPath, registerKeyId, registerSecret, JSON.stringify({ batchId: 'b-1', rows }));
}

/** A database's own error quotes the row it would not take. */
const quoting = (times: number) => {
  let left = times;
  return (record: RecordActivities['record']): RecordActivities['record'] =>
    async (request) => {
      if (request.drafts.length > 0 && left-- > 0)
        throw new Error(`duplicate key value: (${canaries.name}, ${canaries.idNumber}, ${canaries.illness})`);
      return record(request);
    };
};

const period = '2026-10';
const files: CaseFile[] = [];
let posting = '';

it('a marked household lives through its case, its payment, an emergency, and whatever goes wrong on the way', async () => {
  const { clerk, reviewer, duty1, officer } = town.people;
  const file = await aCase(town, household).applied();
  files.push(file);
  await mistakes(file);

  await town.county.stopWorker();
  await town.county.startWorker({ around: quoting(4) });
  await file.tries(clerk, 'accept', { outcome: 'accepted' }); // may take longer than its answer waits
  await file.waitsFor('startSurvey');
  const group = [town.people.investigator1.officer, town.people.investigator2.officer];
  await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: group });
  await file.decides(town.people.investigator1, 'homeVisit', {
    outcome: 'visited',
    investigators: group,
    familyMemberPresent: 1,
    visitedAt: `${await town.today()}T08:30:00+08:00`,
    place: '家庭住址',
    findings: [{ item: canaries.name, text: `患${canaries.illness}，电话${canaries.phone}` }],
    documents: [],
  });
  town.platform.behave('garbage');
  await file.decides(officer, 'startCheck', { outcome: 'started' });
  const requestId = `${file.caseId}.survey.1.requestCheck`;
  await eventually('the garbage was delivered', () => town.platform.deliveries().length > 0);
  town.platform.behave('normal');
  expect(town.platform.resend(requestId)).toBe(true);
  await file.reaches('review');
  await file.decides(clerk, 'registerComplaint', {
    outcome: 'registered',
    raisedBy: canaries.name,
    reason: `${canaries.illness}并非真实，电话${canaries.phone}`,
  });
  const { assessment } = await file.now();
  await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: assessment?.amountFen });
  posting = await file.letter('posting');
  const { dueOn } = await file.clock('posting');
  await town.lives(addDays(dueOn, 1));
  const seen = visit(['c-1', 'c-2'], await town.today());
  await file.decides(officer, 'countyVisit', { ...seen, findings: [{ item: '病情', text: canaries.illness }] });
  await file.decides(officer, 'confirm', { outcome: 'approved' });
  const photo = Buffer.from('ffd8ffe000104a46494600', 'hex');
  const attached = await town.window.upload(
    clerk,
    `/v1/cases/${file.caseId}/documents?code=101`,
    photo,
    `${canaries.name}.jpg`,
  );
  expect(attached.statusCode).toBe(201);

  town.bank.closeAccount(canaries.account);
  const office = treasury(town);
  await office.opens(period);
  await office.pays(period);
  await file.waitsFor('correctAccount');

  await town.opensFund();
  const fire = await town.reports(
    fireAtNight({
      what: `出租屋起火，${canaries.name}烧伤，患${canaries.illness}`,
      person: { name: canaries.name, idNumber: canaries.idNumber, phone: canaries.phone },
      happenedAt: `${await town.today()}T06:00:00+08:00`,
    }),
  );
  files.push(fire);
  await fire.decides(duty1, 'answerReport', { outcome: 'responded' });
  await fire.decides(duty1, 'firstAid', {
    outcome: 'cash',
    amountFen: 30_000,
    reason: canaries.illness,
    unrelated: true,
    documents: [],
    receivedBy: canaries.name,
    receipt: 'SJ-0009',
  });
  await fire.reaches('papers');
});

it('and is found in no log, trace, metric, history, journal, table, error or public notice', async () => {
  const ids = files.map(({ caseId }) => caseId as string);
  const { runs, ...temporal } = await placesInTemporal(town, ids, [`${town.people.finance1.division}:${period}`]);
  expect(runs).toBeGreaterThanOrEqual(3);
  const journal = [];
  for (const id of ids) journal.push((await town.window.get(town.people.auditor, `/v1/cases/${id}/journal`)).body);
  await tracing.stop();
  const traces = collector.bodies.join('\n');
  expect(traces).toContain('/v1/cases/:caseId');
  expect(traces).toContain('error.type'); // the record that failed, without what it quoted
  const { 'Temporal’s histories, opened': opened, ...asStored } = temporal;
  const places = {
    ...asStored,
    ...(await placesInTheDatabase(town)),
    'log of API and relay': logged.api.join(''),
    'log of the worker': logged.worker.join(''),
    traces,
    metrics: (await town.window.app.inject('/metrics')).body,
    'bodies and headers of refusals': refused.join('\n'),
    'exported journals': journal.join('\n'),
    'what the auditor is shown of the case': (await town.window.get(town.people.auditor, `/v1/cases/${ids[0]}`)).body,
  };
  for (const [where, text] of Object.entries(places))
    if (!where.startsWith('table ')) expect(text.length, `${where} holds something at all`).toBeGreaterThan(50);
  expect(places['log of the worker']).toContain('"error"');
  expect(found(canaries, places)).toEqual([]);
  // Opened by our own key, there is what the error quoted on purpose, which is why it travels sealed; and nothing else.
  expect(found(canaries, { opened })).toEqual(['name in opened', 'idNumber in opened', 'illness in opened']);
  // The posting names the applicant: that is what it is for (art. 19). Nothing else of the family stands in it.
  expect(found(canaries, { posting })).toEqual(['name in posting']);
});

it('nor is it shown to any role but where its work needs it: what each of them is shown, route by route', async () => {
  const { caseId } = files[0]!;
  const shown: Record<string, string[]> = {};
  for (const key of opensPersonalData) {
    const [method, path] = key.split(' ');
    if (method !== 'GET' || !path!.startsWith('/v1/cases/:caseId') || path!.split(':').length > 2) continue;
    for (const account of Object.values(town.people)) {
      const [role] = account.roles;
      if (!(access[key] as readonly string[]).includes(role!)) continue;
      const query = path!.endsWith('/export') ? `?reason=${encodeURIComponent('人民法院调取')}` : '';
      const answer = await town.window.get(account, path!.replace(':caseId', caseId) + query);
      const text = path!.endsWith('/export')
        ? Object.values(unzipSync(answer.rawPayload))
            .map((file) => strFromU8(file))
            .join('\n')
        : answer.body;
      const what = Object.keys(canaries).filter(
        (name) => found({ [name]: canaries[name as keyof typeof canaries] }, { text }).length > 0,
      );
      const line = `${path!.slice('/v1/cases/:caseId'.length) || '/'}: ${what.join(' ') || 'nothing'}`;
      if (answer.statusCode === 200) shown[line] = [...(shown[line] ?? []), role!];
    }
  }
  expect(
    Object.fromEntries(Object.entries(shown).map(([line, roles]) => [line, [...new Set(roles)].join(' ')])),
  ).toMatchInlineSnapshot(`
    {
      "/: name": "township_clerk duty_officer investigator township_reviewer county_officer county_leader finance_officer",
      "/: nothing": "auditor",
      "/checks: nothing": "township_clerk duty_officer investigator township_reviewer county_officer county_leader",
      "/decisions: name phone illness": "township_clerk duty_officer investigator township_reviewer county_officer county_leader finance_officer",
      "/decisions: nothing": "auditor",
      "/declaration: name child phone illness": "township_clerk duty_officer investigator township_reviewer county_officer county_leader",
      "/documents: name": "township_clerk duty_officer investigator township_reviewer county_officer county_leader finance_officer",
      "/documents: nothing": "auditor",
      "/explanation: nothing": "township_clerk duty_officer investigator township_reviewer county_officer county_leader finance_officer auditor",
      "/export: name child idNumber phone account illness": "county_officer county_leader",
      "/export: nothing": "auditor",
      "/family: name child phone illness": "township_clerk duty_officer investigator township_reviewer county_officer county_leader",
      "/meeting: nothing": "township_clerk duty_officer investigator township_reviewer county_officer county_leader finance_officer auditor",
      "/messages: nothing": "township_clerk duty_officer investigator township_reviewer county_officer county_leader finance_officer auditor",
    }
  `);
});

it('which is so because they would be found: in a log, in a payload, in a memo, however written', async () => {
  const { name, idNumber: number, illness } = canaries;
  const places = {
    log: `{"msg":"an application of ${name}"}`,
    address: `GET /v1/cases?name=${encodeURIComponent(name)}`,
    json: JSON.stringify({ number }),
    payload: Buffer.from(`{"reason":"患${illness}多年"}`).toString('base64'),
    shifted: Buffer.from(`{"why":"患${illness}多年"}`).toString('base64'),
  };
  expect(found(canaries, places)).toEqual([
    'name in log',
    'name in address',
    'idNumber in json',
    'illness in payload',
    'illness in shifted',
  ]);
  const { client, taskQueue } = town.county;
  const workflowId = 'case:leaky';
  const careless = { connection: client.connection, dataConverter: { payloadCodecs: [] } };
  const handle = await new Client(careless).workflow.start('assistance', {
    workflowId,
    taskQueue: `${taskQueue}-nobody`,
    args: [number],
    memo: { of: name },
  });
  const { runs: _runs, ...leaky } = await eventually('it is listed', async () => {
    const seen = await placesInTemporal(town, ['leaky'], []);
    return seen.runs > 0 && seen;
  });
  await handle.terminate();
  expect(found(canaries, leaky)).toEqual([
    'name in Temporal’s histories',
    'idNumber in Temporal’s histories',
    'name in Temporal’s histories, opened',
    'idNumber in Temporal’s histories, opened',
    'name in Temporal’s visibility',
  ]);
});
