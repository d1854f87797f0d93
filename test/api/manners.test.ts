import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { seedHousehold } from '../support/people.ts';

let county: County;
let window: Window;
const logged: string[] = [];
const log = new Writable({
  write(line, _encoding, done) {
    logged.push(String(line));
    done();
  },
});

beforeAll(async () => {
  county = await startCounty({ worker: false });
  window = await openWindow(county, {}, { logLevel: 'debug', logTo: log });
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

it('sends the strictest headers, word for word', async () => {
  const { headers } = await window.get(accounts.clerk, '/v1/me');
  expect(headers['content-security-policy']).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'self'",
  );
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

it('knows an id in capitals as the id it is', async () => {
  const { caseId } = (await window.post(accounts.clerk, '/v1/applications', seedHousehold())).json();
  for (const part of ['', '/declaration', '/family', '/checks', '/decisions', '/documents', '/export?reason=audit']) {
    const answer = await window.get(accounts.officer, `/v1/cases/${caseId.toUpperCase()}${part}`);
    expect([answer.statusCode, part]).toEqual([200, part]);
  }
});

it('names no person in its logs, whatever is sent', async () => {
  const household = seedHousehold();
  await window.post(accounts.clerk, '/v1/applications', household);
  await window.post(accounts.clerk, '/v1/applications', {
    ...household,
    members: [{ ...household.members[0], colour: '红' }],
  });
  await window.get(accounts.clerk, `/v1/tasks?name=${encodeURIComponent('测试甲')}`);
  await window.get(accounts.clerk, `/v1/nothing/${household.members[0]!.idNumber}`);
  const lines = logged.join('');
  expect(lines).toContain('"route":"/v1/applications"');
  for (const canary of [
    '测试',
    encodeURIComponent('测试甲'),
    ...household.members.map(({ idNumber }) => idNumber),
    household.account!.number,
    'eyJ',
  ])
    expect(lines, canary).not.toContain(canary);
});

describe('the reference', () => {
  it('describes every route in OpenAPI 3.1, refusals as problem+json, with the forms of each decision', async () => {
    const document = (await window.app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const own = window.app.routeKeys
      .filter((key) => key.includes(' /v1/'))
      .map((key) => key.replace(/:(\w+)/g, '{$1}'));
    expect(described).toEqual(expect.arrayContaining(own));
    const apply = document.paths['/v1/applications'].post;
    expect(Object.keys(apply.responses['4XX'].content)).toEqual(['application/problem+json']);
    expect(apply.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/ApplicationInput',
    });
    expect(document.components.schemas.ApplicationInput.example.members).toHaveLength(1);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Decision-confirmInput', 'Problem']),
    );
  });

  it('opens as a page without inline script or foreign host', async () => {
    const page = await window.app.inject('/reference');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
  });
});

describe('under load and under repair', () => {
  it('limits an account, not its neighbours, and says when to come again', async () => {
    const strict = await openWindow(county, {}, { requestsPerMinute: 3 });
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await strict.get(accounts.clerk, '/v1/me'));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
    expect(answers[3]!.json().code).toBe('rateLimited');
    expect(Number(answers[3]!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await strict.get(accounts.officer, '/v1/me')).statusCode).toBe(200);
    await strict.close();
  });

  it('is ready only with its database, and says of nothing why', async () => {
    expect((await window.app.inject('/readyz')).json()).toEqual({ status: 'ok' });
    const away = {
      query: () => Promise.reject(new Error('password of doudi_api is …')),
      connect: () => Promise.reject(Object.assign(new Error('secret host'), { code: 'ECONNREFUSED' })),
    };
    const broken = await openWindow(county, { pool: away as never });
    expect((await broken.app.inject('/readyz')).statusCode).toBe(503);
    const answer = await broken.get(accounts.clerk, '/v1/cases');
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'notReady', '2']);
    expect(answer.body).not.toContain('secret');
    expect((await broken.app.inject('/healthz')).statusCode).toBe(200);
    await broken.close();
  });

  it('measures by route, never by address', async () => {
    const { body } = await window.app.inject('/metrics');
    expect(body).toContain('route="/v1/applications"');
    expect(body).not.toMatch(/nothing|420582/);
    expect(body).toMatch(/^doudi_backlog\{of="casesWithoutOwner"\} 0$/m);
    expect(body).toMatch(/^doudi_backlog\{of="clocksMissed"\} 0$/m);
    expect(body).toMatch(/^doudi_backlog\{of="casesWithoutReview"\} 0$/m);
  });
});

describe('the law, as data', () => {
  it('gives a value with its ground, and nothing where nobody set one', async () => {
    const url = '/v1/policy?division=420582001000&key=dibao.standard.urban&on=2026-12-01';
    expect((await window.get(accounts.clerk, url)).json()).toMatchObject({
      value: { amountFen: 67_000, per: 'month' },
      division: '420582000000',
      unit: 'yuan/month',
    });
    const missing = await window.get(accounts.clerk, url.replace('2026-12-01', '1990-01-01'));
    expect([missing.statusCode, missing.json().code]).toEqual([404, 'policyMissing']);
    expect((await window.get(accounts.clerk, '/v1/divisions?parent=420582000000')).json().items.length).toBeGreaterThan(
      3,
    );
  });

  it('moves the test clock forward only, and has none in production', async () => {
    const moved = await window.post(accounts.administrator, '/v1/test-clock/advance', { to: '2027-01-05' });
    expect(moved.json()).toMatchObject({ today: '2027-01-05' });
    expect((await window.post(accounts.clerk, '/v1/test-clock/advance', { to: '2026-01-05' })).json().code).toBe(
      'clockCannotGoBack',
    );
    expect((await window.post(accounts.clerk, '/v1/test-clock/advance', { to: '2062-01-05' })).json().code).toBe(
      'clockTooFar',
    );
    const without = await openWindow(county, { testClock: undefined as never });
    expect((await without.get(accounts.clerk, '/v1/test-clock')).statusCode).toBe(404);
    await without.close();
  });
});
