import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, accessOf } from '../../src/api/access.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { accounts, openWindow, tokenOf, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { eventually } from '../support/eventually.ts';

let county: County;
let window: Window;
let caseId: CaseId;

beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
  caseId = await county.apply();
  await county.opened(caseId, 'accept');
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

describe('who gets in', () => {
  const me = async (authorization?: string) =>
    window.app.inject({ url: '/v1/me', headers: authorization === undefined ? {} : { authorization } });

  it('a good token says who I am', async () => {
    const answer = await me(`Bearer ${await tokenOf(accounts.clerk)}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(accounts.clerk);
  });

  it.each([
    ['no token', async () => undefined],
    ['another scheme', async () => 'Basic YTpi'],
    ['not a token', async () => 'Bearer nonsense'],
    ['expired', async () => `Bearer ${await tokenOf(accounts.clerk, {}, Math.floor(Date.now() / 1000) - 60)}`],
    ['another issuer', async () => `Bearer ${await tokenOf(accounts.clerk, { iss: 'https://elsewhere.test' })}`],
    ['another audience', async () => `Bearer ${await tokenOf(accounts.clerk, { aud: 'payroll' })}`],
    ['unsigned', async () => `Bearer ${unsigned(await tokenOf(accounts.clerk))}`],
    ['signed, the claims changed afterwards', async () => `Bearer ${changed(await tokenOf(accounts.clerk))}`],
    ['without a division', async () => `Bearer ${await tokenOf(accounts.clerk, { division: undefined })}`],
  ])('%s: 401 with a problem', async (_what, authorization) => {
    const answer = await me(await authorization());
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ code: 'unauthenticated', title: '未登录或登录已失效' });
  });

  it('a township role in a county division is not held', async () => {
    const answer = await window.get({ ...accounts.clerk, division: '420582000000' }, '/v1/me');
    expect(answer.statusCode).toBe(403);
  });
});

describe('the matrix', () => {
  it('has an entry for every route, and no route starts without', () => {
    expect(window.app.routeKeys.filter((key) => !accessOf(...(key.split(' ') as [string, string])))).toEqual([]);
    expect(Object.keys(access).filter((key) => !window.app.routeKeys.includes(key))).toEqual([]);
    expect(window.app.routeKeys.length).toBeGreaterThan(25);
  });

  it('keeps out each role that it does not name, on each route', async () => {
    const routes = window.app.routeKeys.filter((key) => Array.isArray(access[key]));
    for (const key of routes) {
      const [method, path] = key.split(' ') as ['GET' | 'POST', string];
      const url = path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      expect((await window.app.inject({ method, url })).statusCode, `${key} without token`).toBe(401);
      for (const account of Object.values(accounts)) {
        if ((access[key] as readonly string[]).includes(account.roles[0])) continue;
        const answer = await window.as(account, { method, url });
        expect([answer.statusCode, answer.json().code], `${key} as ${account.roles[0]}`).toEqual([403, 'forbidden']);
      }
    }
  });
});

describe('what belongs to others', () => {
  it('shows the county its townships’ case, names to caseworkers only', async () => {
    await eventually(
      'readable',
      async () => (await window.get(accounts.officer, `/v1/cases/${caseId}`)).statusCode === 200,
    );
    expect((await window.get(accounts.officer, `/v1/cases/${caseId}`)).json().applicant).toMatchObject({
      name: '测试甲',
    });
    const seen = (await window.get(accounts.clerk, `/v1/cases/${caseId}`)).json();
    expect(seen.applicant.idNumber).toMatch(/^420582\*{8}\d{3}[\dX]$/);
    const audited = await window.get(accounts.auditor, `/v1/cases/${caseId}`);
    expect(audited.json().applicant).toBeNull();
    expect(audited.body).not.toContain('测试');
  });
});

function unsigned(token: string): string {
  const [, payload] = token.split('.');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
}

function changed(token: string): string {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [header, Buffer.from(JSON.stringify({ ...claims, roles: ['auditor'] })).toString('base64url'), signature].join(
    '.',
  );
}
