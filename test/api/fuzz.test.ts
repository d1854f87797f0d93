import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, expect } from 'vitest';
import { accounts, openWindow, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { seedHousehold } from '../support/people.ts';

let county: County;
let window: Window;
let caseId: string;
beforeAll(async () => {
  county = await startCounty();
  window = await openWindow(county);
  caseId = await county.apply();
  await county.opened(caseId as never, 'accept');
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000', '..', '%00', '%zz', "'; drop table task;--", '1'.repeat(300)),
);
/** Without halves of characters, which no client can put into an address. */
const whole = (word: string) => word.replace(/[\ud800-\udfff]/g, '');
const value = fc.oneof(fc.jsonValue(), text, fc.constant(null));
const routes = fc.constantFrom(
  ...['', '/timeline', '/journal', '/clocks', '/explanation', '/decisions', '/notices', '/documents', '/meeting'].map(
    (part) => `/v1/cases/{}${part}`,
  ),
  '/v1/cases/{case}/notices/{}',
  '/v1/cases/{case}/clocks/{}/certificate',
  '/v1/cases/{case}/documents/{}',
  '/v1/cases/{case}/export?reason={}',
  '/v1/tasks/{}',
  '/v1/commands/{}',
  '/v1/tasks?cursor={}',
  '/v1/cases?cursor={}&stage={}',
  '/v1/tasks?kind={}&limit={}',
  '/v1/reviews?status={}&cursor={}&limit={}',
  '/v1/reviews?status=late&cursor={}&township={}',
  '/v1/policy?division={}&key={}&on={}',
  '/v1/divisions?parent={}',
  '/v1/duty-roster?division={}&from={}&until={}',
  '/{}',
);

/** Whatever is sent: no error of ours, and every refusal in the one form. */
function expectMannered(
  { statusCode, headers, json }: { statusCode: number; headers: Record<string, unknown>; json: () => unknown },
  what: string,
) {
  expect(statusCode, what).toBeLessThan(500);
  if (statusCode < 400) return;
  expect(headers['content-type'], what).toBe('application/problem+json; charset=utf-8');
  expect(json(), what).toMatchObject({
    code: expect.any(String),
    title: expect.any(String),
    remedy: expect.any(String),
  });
}

property.prop([routes, fc.array(text, { minLength: 3, maxLength: 3 }), fc.boolean()], { numRuns: 300 })(
  'no address, however odd, is an error of ours',
  async (route, words, encoded) => {
    let i = 0;
    const url = route
      .replace('{case}', caseId)
      .replace(/\{\}/g, () =>
        encoded ? encodeURIComponent(whole(words[i++ % 3]!)) : encodeURI(whole(words[i++ % 3]!)),
      );
    expectMannered(await window.get(accounts.officer, url), url);
  },
);

property.prop([fc.dictionary(fc.constantFrom(...Object.keys(seedHousehold())), value, { maxKeys: 4 })], {
  numRuns: 150,
})('no application, however odd, is an error of ours', async (change) =>
  expectMannered(
    await window.post(accounts.clerk, '/v1/applications', { ...seedHousehold(), ...change }),
    JSON.stringify(change),
  ),
);

property.prop(
  [
    fc.oneof(
      fc.jsonValue(),
      fc.record({ taskVersion: value, outcome: value, reason: value, documents: value }, { requiredKeys: [] }),
    ),
  ],
  { numRuns: 150 },
)('no decision, however odd, is an error of ours', async (body) => {
  const payload = JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  expectMannered(
    await window.as(accounts.clerk, {
      method: 'POST',
      url: `/v1/tasks/${caseId}.intake.1.accept/decision`,
      payload,
      headers,
    }),
    payload,
  );
});

property.prop([fc.oneof(fc.jsonValue(), fc.record({ entries: fc.array(value, { maxLength: 3 }) }))], { numRuns: 100 })(
  'no batch of reviews, however odd, is an error of ours',
  async (body) => {
    const payload = JSON.stringify(body);
    const headers = { 'content-type': 'application/json' };
    expectMannered(
      await window.as(accounts.investigator, { method: 'POST', url: '/v1/reviews/batch', payload, headers }),
      payload,
    );
  },
);
