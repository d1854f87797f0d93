import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCallbackKeyId, checkCallbackPath } from '../../src/contracts/checkPlatform.ts';
import { messageCallbackKeyId, messageCallbackPath } from '../../src/contracts/messages.ts';
import { registerCallbackPath, registerKeyId } from '../../src/contracts/registers.ts';
import { signatureOf } from '../../src/contracts/signature.ts';
import {
  accounts,
  callbackSecret,
  messageCallbackSecret,
  openWindow,
  registerSecret,
  type Window,
} from '../support/api.ts';
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
  fc.constantFrom(
    '\u0000',
    '\ud800',
    'a\udfff',
    '\u202e',
    '..',
    '%00',
    '%zz',
    "'; drop table task;--",
    '1'.repeat(300),
  ),
);
/** Without halves of characters, which no client can put into an address. */
const whole = (word: string) => word.replace(/[\ud800-\udfff]/g, '');
const value = fc.oneof(
  fc.jsonValue(),
  text,
  fc.constant(null),
  fc.constantFrom(
    1e308,
    -1e308,
    2 ** 53,
    2 ** 63,
    0.1,
    '2026-02-30',
    '0000-00-00',
    '9999-12-31T24:00:00Z',
    '1'.repeat(400),
  ),
);
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

property.prop([fc.oneof(fc.record({ to: value }), fc.jsonValue())], { numRuns: 100 })(
  'no instant, however odd, is an error of ours, nor moves the test clock',
  async (body) => {
    const before = (await window.get(accounts.clerk, '/v1/test-clock')).json().today;
    expectMannered(await window.post(accounts.clerk, '/v1/test-clock/advance', body as object), JSON.stringify(body));
    expect((await window.get(accounts.clerk, '/v1/test-clock')).json().today).toBe(before);
  },
);

/** The three that outside systems call, each with words of its own form, so that what is odd is odd further in. */
const callbacks = [
  [checkCallbackPath, checkCallbackKeyId, callbackSecret, ['requestId', 'platformRequestId', 'reportId', 'members']],
  [messageCallbackPath, messageCallbackKeyId, messageCallbackSecret, ['messageId', 'receiptId', 'status', 'at']],
  [registerCallbackPath, registerKeyId, registerSecret, ['batchId', 'rows']],
] as const;

property.prop(
  [
    fc.constantFrom(...callbacks).chain(([path, keyId, secret, names]) =>
      fc.record({
        path: fc.constant(path),
        key: fc.constant({ keyId, secret }),
        body: fc.oneof(
          fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(fc.dictionary(fc.string(), value)))),
          fc.jsonValue(),
        ),
        cut: fc.nat(3),
      }),
    ),
  ],
  { numRuns: 200 },
)(
  'no callback, however odd, is an error of ours when it is signed by whom it says',
  async ({ path, key, body, cut }) => {
    const text = JSON.stringify(body);
    const payload = text.slice(0, text.length - (cut === 3 ? 1 : 0));
    const headers = {
      'content-type': 'application/json',
      ...signatureOf({ method: 'POST', path, body: payload }, key),
    };
    expectMannered(await window.app.inject({ method: 'POST', url: path, payload, headers }), payload);
  },
);

describe('an upload', () => {
  const sends = (contentType: string, payload: string) =>
    window.as(accounts.clerk, {
      method: 'POST',
      url: `/v1/cases/${caseId}/documents?code=101`,
      payload,
      headers: { 'content-type': contentType },
    });
  const whole =
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--x--\r\n';

  // The parser throws for it: found by `npm run fuzz`, which was answered 500.
  it('that does not say what stands between its parts is of no type we know', async () => {
    for (const type of ['multipart/form-data', 'multipart/form-data; charset=utf-8', 'multipart/mixed; boundary=x'])
      expect((await sends(type, whole)).json().code, type).toBe('unsupportedMediaType');
  });

  property.prop([fc.nat(whole.length), fc.nat(20), fc.oneof(text, fc.constant(''))], { numRuns: 150 })(
    'that breaks off or is put together wrongly is refused, never an error of ours',
    async (at, length, instead) => {
      const payload = whole.slice(0, at) + instead + whole.slice(at + length);
      expectMannered(await sends('multipart/form-data; boundary=x', payload), JSON.stringify(payload));
    },
  );
});
