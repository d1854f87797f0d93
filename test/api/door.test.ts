import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';

let county: County;
let window: Window;
beforeAll(async () => {
  county = await startCounty({ worker: false });
  window = await openWindow(county);
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const marker = 'zz<script>alert(1)</script>';
const elsewhere = 'https://elsewhere.test';
/** What a page of somebody else, a proxy gone wrong or a curious person may send along. */
const hostile = {
  origin: elsewhere,
  referer: `${elsewhere}/page`,
  host: 'elsewhere.test',
  cookie: 'session=1; token=2',
  'x-forwarded-host': 'elsewhere.test',
  'x-forwarded-proto': 'http',
  'x-original-url': '/v1/readings',
  'x-rewrite-url': '/v1/readings',
  'x-http-method-override': 'DELETE',
  'x-method-override': 'DELETE',
  'x-request-id': marker,
  'accept-language': marker,
};

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;
const addressOf = (path: string) => path.replace(/:\w+/g, encodeURIComponent(marker)).replace('*', 'x');

/** Every address under every method, as somebody who may much, with all of that. */
function everything(): { readonly key: string; readonly known: boolean; readonly request: InjectOptions }[] {
  const paths = [...new Set(window.app.routeKeys.map((key) => key.split(' ')[1]!))];
  return paths.flatMap((path) =>
    methods.map((method) => ({
      key: `${method} ${path}`,
      known: window.app.routeKeys.includes(`${method} ${path}`),
      request: {
        method: method as 'GET',
        url: `${addressOf(path)}?q=${encodeURIComponent(marker)}`,
        headers: hostile,
        ...(['POST', 'PUT', 'PATCH'].includes(method) ? { payload: { [marker]: marker } } : {}),
      },
    })),
  );
}

it('at no address and under no method anything comes that a page of somebody else could use', async () => {
  const asked = everything();
  expect(asked.length).toBeGreaterThan(400);
  for (const { key, request } of asked) {
    for (const account of [undefined, accounts.leader]) {
      const { statusCode, headers, body } = account
        ? await window.as(account, request)
        : await window.app.inject(request);
      expect(statusCode, key).toBeLessThan(500);
      // No cookie is ever given, and none is read: there is no session to be stolen, kept or forged.
      expect(headers['set-cookie'], key).toBeUndefined();
      expect(
        Object.keys(headers).filter((name) => name.startsWith('access-control')),
        key,
      ).toEqual([]);
      expect(headers.server ?? headers['x-powered-by'], key).toBeUndefined();
      expect(headers.location ?? '/', key).toMatch(/^\/(?!\/)/);
      expect(headers['content-security-policy'], key).toMatch(/^default-src 'none';/);
      expect(JSON.stringify(headers), key).not.toContain('elsewhere');
      expect(body, key).not.toContain('<script>alert');
    }
  }
});

it('a method that an address does not have is refused with those it has, and no header makes it another', async () => {
  for (const { key, known, request } of everything()) {
    if (known || key.includes('/static/')) continue; // of files, each a name, only what is there is known
    const { statusCode, headers } = await window.as(accounts.leader, request);
    const [, path] = key.split(' ');
    const has = window.app.routeKeys.filter((each) => each.endsWith(` ${path}`)).map((each) => each.split(' ')[0]);
    expect([statusCode, headers.allow], key).toEqual([405, has.sort().join(', ')]);
  }
  const overridden = await window.as(accounts.clerk, {
    url: '/v1/me?_method=DELETE',
    headers: { 'x-http-method-override': 'DELETE' },
  });
  expect(overridden.json()).toEqual(accounts.clerk);
});

it('a command without a token is refused, whatever cookie a browser sends along: nothing is done on a page’s behalf', async () => {
  for (const key of window.app.routeKeys.filter((each) => /^(POST|PUT) \/v1\/(?!callbacks)/.test(each))) {
    const [method, path] = key.split(' ') as ['POST', string];
    const cookie = `token=${'x'.repeat(40)}; authorization=Bearer x`;
    const headers = { cookie, 'content-type': 'text/plain', 'idempotency-key': 'from-a-form-elsewhere' };
    const answer = await window.app.inject({ method, url: addressOf(path), headers, payload: '{}' });
    expect(answer.statusCode, key).toBe(401);
  }
});

it('no address leads out of what is given out', async () => {
  const ways = ['../', '..%2f', '%2e%2e/', '..\\', '%2e%2e%2f', '....//', '/..;/'];
  for (const base of ['/reference/static/', '/reference/', '/v1/cases/', '/']) {
    for (const way of ways) {
      for (const file of ['package.json', 'etc/passwd', 'src/config.ts']) {
        const { statusCode, body } = await window.as(accounts.leader, { url: base + way.repeat(6) + file });
        expect(body, base + way).not.toMatch(/"dependencies"|root:|loadConfig/);
        expect([403, 404, 422], `${base}${way}${file}`).toContain(statusCode);
      }
    }
  }
});
