import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../src/contracts/http/disbursements.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';
import { metricsIn, wantedValues } from '../operations/expressions.ts';
import { expressions } from '../operations/files.ts';
import { eventually } from '../support/eventually.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { deskOf } from './desk.ts';
import { callGrpc } from './grpc.ts';
import { type Part, type Production, startProduction, withClient } from './stack.ts';

let production: Production;
let desk: ReturnType<typeof deskOf>;
let apis: (Part & { readonly port: number })[];
let workers: Part[];
let relay: Part;

beforeAll(async () => {
  production = await startProduction((line) => console.log(`  … ${line}`));
  expect(await production.migrate()).toMatchObject({ code: 0, said: expect.stringContaining('migrations') });
  apis = await Promise.all(['api-1', 'api-2'].map((name) => production.startApi(name)));
  workers = await Promise.all([
    production.startWorker('worker-1', 'cases'),
    production.startWorker('worker-2', 'cases'),
    production.startWorker('worker-emergencies', 'emergencies'),
  ]);
  relay = await production.startRelay('relay');
  desk = deskOf(production);
}, 1_200_000);
afterAll(() => production?.stop(), 120_000);

const china = (at: Date) => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
/** What a clock on the wall of this county's time says: so far ahead of the machine's as its days have passed. */
const wall = () => Date.now() + production.daysAheadMs();
const minutesFromNow = (minutes: number) => china(new Date(wall() + minutes * 60_000));
const today = () => china(new Date(wall())).slice(0, 10);
const given = { unrelated: true, documents: [] };

describe('in production', () => {
  it('nothing that is made for development starts', async () => {
    const clock = await production.refused('api/main.js', { TEST_CLOCK: 'on' });
    expect([clock.code !== 0, clock.said]).toEqual([true, expect.stringContaining('TEST_CLOCK')]);
    const stack = await production.refused('stack/main.js', {});
    expect(stack).toMatchObject({ code: 1, said: expect.stringContaining('npm start') });
    const script = `const { startIdentityProvider } = await import('./dist/src/stack/identityProvider.js');
      await startIdentityProvider({ port: 0, audience: 'doudi' }).then(() => console.log('runs'), (e) => console.log(e.message));`;
    const { execFileSync } = await import('node:child_process');
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    expect(said.toString()).toContain('does not run in production');
  });

  it('business time cannot be asked to move, and no token but the organisation’s own is taken', async () => {
    const { clerk } = production.people;
    expect((await desk.tries(clerk, '/v1/test-clock/advance', { to: '2030-01-01' })).status).toBe(404);
    const status = async (token: string) =>
      (await desk.raw('/v1/tasks', { headers: { authorization: `Bearer ${token}` } })).status;
    const good = await production.identity.tokenOf(clerk);
    expect(await status(good)).toBe(200);
    const [header = '', payload = '', signature = ''] = good.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const other = Buffer.from(payload, 'base64url').toString().replace('township_clerk', 'county_officer');
    expect(await status(`${none}.${payload}.`)).toBe(401);
    expect(await status(`${header}.${Buffer.from(other).toString('base64url')}.${signature}`)).toBe(401);
    expect(await status(await production.identity.tokenForAnother(clerk))).toBe(401);
  });

  it('each role may do its own and no more', async () => {
    const refused = (url: string, statement: string) =>
      withClient(url, (client) =>
        client.query(statement).then(
          () => 'done',
          (error: { code: string }) => error.code,
        ),
      );
    const { owner, api, worker } = production.urls;
    for (const url of [api, worker]) {
      expect(await refused(url, `update case_event set actor = '{}'`)).toBe('42501');
      expect(await refused(url, 'create table mine (x int)')).toBe('42501');
    }
    expect(await refused(api, 'delete from task')).toBe('42501');
    for (const url of [owner, api, worker]) {
      const flags = `select 1 / (case when rolsuper or rolbypassrls or rolcreaterole then 0 else 1 end) from pg_roles where rolname = current_user`;
      expect(await refused(url, flags)).toBe('done');
    }
  });
});

describe.runIf(process.env.KEYCLOAK_HOME)('whoever signs in to Temporal’s interface', () => {
  const workflows = 'temporal.api.workflowservice.v1.WorkflowService';
  const asks = async (method: string, account: DemoOfficial) => {
    const text = (name: string) => readFileSync(join(production.made, name), 'utf8');
    return callGrpc(`https://${production.temporal.address}`, `${workflows}/${method}`, {
      ...{ ca: text('temporal_authority'), cert: text('temporal_ui_certificate'), key: text('temporal_ui_key') },
      token: await production.identity.tokenAtTemporal?.(account),
      namespace: 'doudi',
    });
  };
  const permissionDenied = 7;

  it('reads as an administrator or auditor, changes nothing, and is refused as anybody else', async () => {
    const { administrator, auditor, clerk, officer } = production.people;
    for (const account of [administrator, auditor]) {
      // Temporal asks for the provider's keys again and again; the provider was not there when it started.
      await eventually(
        'Temporal knows the provider’s keys',
        async () => (await asks('DescribeNamespace', account)) === 0,
      );
      // The interface asks for cluster and namespaces first, and where it is refused asks to sign in again, for ever.
      for (const method of ['ListWorkflowExecutions', 'ListNamespaces', 'GetClusterInfo'])
        expect(await asks(method, account), method).toBe(0);
      const headers = {
        authorization: `Bearer ${await production.identity.tokenAtTemporal?.(account)}`,
        'content-type': 'application/json',
      };
      const body = JSON.stringify({ payloads: [] });
      expect((await desk.raw('/codec/decode', { method: 'POST', headers, body })).status).toBe(200);
      for (const method of ['StartWorkflowExecution', 'TerminateWorkflowExecution', 'UpdateNamespace'])
        expect(await asks(method, account), method).toBe(permissionDenied);
    }
    for (const account of [clerk, officer])
      expect(await asks('ListWorkflowExecutions', account)).toBe(permissionDenied);
  });
});

describe('the main job, over two APIs and two workers', () => {
  let file: ReturnType<typeof desk.file>;
  let account: string;

  it('goes from the application to the posting while an API and a worker are killed, and waits out its seven days', async () => {
    const { clerk, reviewer, investigator1, investigator2, officer } = production.people;
    const group = [investigator1.officer, investigator2.officer];
    const household = { ...seedHousehold(), township: clerk.division };
    account = household.account?.number ?? '';
    file = desk.file((await desk.sends(clerk, '/v1/applications', household)).caseId, clerk);
    await file.decides(clerk, 'accept', { outcome: 'accepted' });
    await apis[0]?.program.kill();
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: group });
    await workers[0]?.program.kill();
    await file.decides(investigator1, 'homeVisit', {
      outcome: 'visited',
      investigators: group,
      familyMemberPresent: 1,
      visitedAt: minutesFromNow(-1),
      place: '家庭住址',
      findings: [{ item: '住房', text: '租住一间，与申报一致' }],
      documents: [],
    });
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    const { assessment } = await file.reaches('review'); // the platform's report came back through the door
    expect(assessment).toEqual({ eligible: true, amountFen: expect.any(Number) });
    await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: assessment.amountFen });

    await file.reaches('posting');
    const posting = (await file.clocks()).find(({ kind }: { kind: string }) => kind === 'posting');
    expect(posting).toMatchObject({ limit: { length: 7, unit: 'days' } });
    expect(posting.dueOn > today()).toBe(true);
    const kinds = (await file.now()).tasks.map(({ kind }: { kind: string }) => kind);
    expect(kinds).not.toContain('confirm');
  });

  it('is deployed anew in the middle: a new worker beside the old one, then without it', async () => {
    // The gate: what open cases have lived through is lived through again with the new version's workflows.
    expect(await production.doudi('replay')).toMatchObject({ code: 0, said: expect.stringContaining('1 open cases') });
    workers[0] = await production.startWorker('worker-3', 'cases');
    await workers[1]?.program.stop();
    apis[0] = await production.startApi('api-3');
    expect(await production.migrate()).toMatchObject({ code: 0, said: expect.stringContaining('0 migrations') });
    const { caseId } = await desk.sends(production.people.clerk, '/v1/applications', {
      ...seedHousehold(),
      township: production.people.clerk.division,
    });
    await desk
      .file(caseId, production.people.clerk)
      .decides(production.people.clerk, 'accept', { outcome: 'accepted' });
    workers[1] = await production.startWorker('worker-4', 'cases');
  });

  it('is confirmed when the seven days are over, which nobody signals: the relay finds the clock that is due', async () => {
    const { officer } = production.people;
    await production.daysPass(9);
    await file.decides(officer, 'confirm', { outcome: 'approved' });
    const { entitlements } = await file.reaches('benefit');
    expect(entitlements).toMatchObject([{ component: 'base', fenPerMonth: expect.any(Number) }]);
  });

  it('is paid its first month, and the bank’s own book says so, once', async () => {
    const { finance1, finance2 } = production.people;
    const [{ monthFrom: period, fenPerMonth }] = (await file.now()).entitlements;
    const first = Date.parse(`${period}-02T00:00:00+08:00`);
    await production.daysPass(Math.max(0, Math.ceil((first - wall()) / 86_400_000)));
    await desk.sends(finance1, '/v1/disbursements', { county: finance1.division, period });
    const path = `/v1/disbursements/${finance1.division}:${period}`;
    const runWhen = (what: string, holds: (run: RunDetail) => boolean) =>
      eventually(`the run is ${what}`, async () => {
        const { body } = await desk.get(finance1, path);
        return holds(body) && (body as RunDetail);
      });
    const { toPay } = await runWhen('prepared', ({ state }) => state === 'prepared');
    expect(toPay).toEqual({ lines: 1, fen: fenPerMonth });
    for (const signer of [finance1, finance2]) await desk.sends(signer, `${path}/signature`, { totalFen: toPay.fen });
    await runWhen('reported', ({ paid }) => paid.lines === toPay.lines);
    await desk.sends(finance1, `${path}/close`);
    const book = (await readBankBook(production.bankDir)).filter(({ accountNo }) => accountNo === account);
    expect(book.map(({ result, amountFen }) => [result, amountFen])).toEqual([['credited', fenPerMonth]]);
  });
});

describe('an emergency', () => {
  it('is helped with money the same hour, and its papers follow', async () => {
    const { clerk, reviewer, duty1, officer, administrator, finance1 } = production.people;
    await desk.sends(
      administrator,
      `/v1/officers/${duty1.officer}/contact`,
      { phone: '13900000041', seats: [{ role: 'duty_officer', division: duty1.division }] },
      'PUT',
    );
    const span = { from: minutesFromNow(1), until: minutesFromNow(26 * 60) };
    await desk.sends(
      reviewer,
      '/v1/duty-roster',
      { division: clerk.division, ...span, duties: [{ officer: duty1.officer, order: 1, ...span }] },
      'PUT',
    );
    await desk.sends(finance1, '/v1/standby-funds', { township: clerk.division, year: Number(today().slice(0, 4)) });

    const { caseId } = await desk.sends(clerk, '/v1/emergencies', {
      township: clerk.division,
      place: '示例路12号出租屋',
      happenedAt: minutesFromNow(-10),
      kind: 'fire',
      what: '出租屋起火，一人无处过夜，衣物、现金全部烧毁',
      person: { description: '男，四十岁上下，外省口音' },
      reportedBy: { by: 'villageAssistant', name: '示例乙' },
    });
    const file = desk.file(caseId, clerk);
    const { tasks } = await eventually('the report is on a desk', async () => {
      const now = await file.now();
      return now.tasks?.length > 0 && now;
    });
    // Nobody is on call in the first minute: then it is the county's.
    const isCounty = tasks.some(({ kind }: { kind: string }) => kind === 'answerForTownship');
    if (isCounty) await file.decides(officer, 'answerForTownship', { outcome: 'responded' });
    else await file.decides(duty1, 'answerReport', { outcome: 'responded' });
    const account = { holder: '示例丙', bankName: '示范农商银行', number: '6230000000000000001' };
    await file.decides(duty1, 'firstAid', {
      outcome: 'transfer',
      amountFen: 200_000,
      account,
      reason: '无处过夜，先行救助',
      ...given,
    });
    await eventually('the bank has credited it', async () => {
      const emergency = (await desk.get(duty1, `/v1/emergencies/${caseId}`)).body;
      return emergency.transfer?.stands === 'settled';
    });
    await file.decides(clerk, 'endEmergency', { outcome: 'ended', endedOn: today(), reason: '已安置' });
    await file.decides(clerk, 'completePapers', {
      outcome: 'completed',
      person: { name: '示例丙', idNumber: idNumber('1978-05-12') },
      cause: '火灾，住所烧毁',
      signatures: [
        { by: '示例丙', as: 'recipient' },
        { by: duty1.officer, as: 'officer' },
      ],
      proof: [await desk.uploads(clerk, caseId, '207')],
      documents: [],
    });
    await file.decides(officer, 'confirmAid', { outcome: 'confirmed' });
    await eventually('the case has ended', async () => (await file.now()).endedAs === 'aided');

    const book = (await readBankBook(production.bankDir)).filter(({ accountNo }) => accountNo === account.number);
    expect(book.map(({ result, amountFen }) => [result, amountFen])).toEqual([['credited', 200_000]]);
  });
});

describe('afterwards', () => {
  it('the record is whole, no table differs from it, and nothing stands still', async () => {
    expect(await production.doudi('audit', 'verify')).toMatchObject({ code: 0 });
    expect(await production.doudiAsOwner('rebuild', '--check')).toMatchObject({ code: 0 });
    // A case is told of clocks that are due once a minute at most; that nobody is on call elsewhere is true.
    let findings: string[] = [];
    const nothing = async () => {
      const { said } = await production.doudi('doctor');
      findings = said.split('\n').filter((line) => line.startsWith('✗') && !line.includes('on call'));
      return findings.length === 0;
    };
    await eventually('nothing stands still', nothing, 180_000).catch(() => expect(findings).toEqual([]));
  });

  it('everything that alerts and dashboard ask for is there to be asked', async () => {
    const urls = [...apis, ...workers, relay].map(({ metricsUrl }) => metricsUrl);
    const texts = await Promise.all(
      [...urls, production.temporal.metricsUrl].map(
        async (url) => (await fetch(url).catch(() => undefined))?.text() ?? '',
      ),
    );
    const all = texts.join('\n');
    // A worker counts failed workflow tasks from the first on, and there was none.
    const absent = new Set(['up', 'temporal_workflow_task_execution_failed']);
    const missing = expressions.flatMap(([where, expression]) =>
      metricsIn(expression)
        .filter((name) => !absent.has(name) && !all.includes(`\n${name}`) && !all.includes(`# TYPE ${name} `))
        .map((name) => `${where}: ${name}`),
    );
    expect(missing).toEqual([]);
    const wanted = expressions.flatMap(([, expression]) =>
      ['doudi_backlog', 'doudi_oldest_seconds'].flatMap((metric) =>
        wantedValues(expression, metric, 'of').map((of) => `${metric}{of="${of}"}`),
      ),
    );
    expect([...new Set(wanted)].filter((series) => !all.includes(`\n${series} `))).toEqual([]);
    expect(all).toMatch(/^doudi_temporal_queue\{queue="cases",of="workers"\} [1-9]/m);
    expect(all).toMatch(/^temporal_workflow_task_execution_latency/m);
    expect(all).not.toMatch(/420582|示例|6230000000/);
  });

  it('a version that is older than the database does not touch it', async () => {
    await withClient(production.urls.owner, (client) =>
      client.query(`insert into schema_migration (name, run_on) values ('999_of_a_later_version', now())`),
    );
    expect(await production.migrate()).toMatchObject({
      code: 2,
      said: expect.stringContaining('999_of_a_later_version'),
    });
  });
});
