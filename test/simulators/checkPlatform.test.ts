import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CheckRequest, checkReportSchema, maxCheckReportBytes } from '../../src/contracts/checkPlatform.ts';
import { verifySignature } from '../../src/contracts/signature.ts';
import { httpCheckPlatform } from '../../src/gateways/checkPlatform.ts';
import type { GatewayFailure } from '../../src/gateways/signedExchange.ts';
import { type CheckPlatformSimulator, startCheckPlatform } from '../../src/simulators/checkPlatform.ts';
import { eventually } from '../support/eventually.ts';

const secret = 'secret of the requests';
const callbackSecret = 'secret of the callbacks';
const request: CheckRequest = {
  requestId: 'check-1',
  county: '420582',
  members: [{ memberRef: '1', name: '王秀兰', idNumber: '420582197805120022', consentRef: 'consent-1' }],
  purpose: 'dibao',
  requestedAt: '2026-05-06T09:00:00+08:00',
};

/** Our side: keeps what came and answers as the test says. */
interface Came {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly believed: boolean;
}
let ours: Server;
let came: Came[];
let answerWith: number[];
let callbackUrl: string;
let platform: CheckPlatformSimulator;
let failures: GatewayFailure[];

beforeAll(async () => {
  ours = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await incoming.toArray());
    const message = { method: 'POST', path: incoming.url ?? '', body };
    const { ok: believed } = verifySignature(message, incoming.headers, () => callbackSecret);
    came.push({ headers: incoming.headers, body, believed });
    answer.writeHead(answerWith.shift() ?? 202).end();
  });
  await new Promise<void>((listening) => ours.listen(0, '127.0.0.1', listening));
  callbackUrl = `http://127.0.0.1:${(ours.address() as AddressInfo).port}/v1/callbacks/check-platform`;
});
afterAll(() => new Promise((closed) => ours.close(closed)));

beforeEach(async () => {
  [came, answerWith, failures] = [[], [], []];
  platform = await startCheckPlatform({
    port: 0,
    secret,
    callbackUrl,
    callbackSecret,
    retry: { attempts: 4, firstMs: 1 },
  });
});
afterEach(() => platform.stop());

const submit = (of: Partial<{ secret: string; timeoutMs: number; request: CheckRequest; url: string }> = {}) =>
  httpCheckPlatform({ url: platform.url, secret, onFailure: (failure) => failures.push(failure), ...of }).submit(
    of.request ?? request,
  );
const arrivals = (n: number) =>
  eventually(`${n} deliveries ended`, () => platform.deliveries().length >= n && came.slice(0, n));
const reportIn = ({ body }: Came) => checkReportSchema.parse(JSON.parse(body.toString('utf8')));

describe('the check platform over HTTP', () => {
  it('takes a signed request and reports later, signed, what the registers know', async () => {
    platform.setRecords('420582197805120022', [{ source: 'vehicle', kind: 'vehicle', count: 1 }]);
    expect(await submit()).toEqual({ ok: true, value: { platformRequestId: expect.stringMatching(/^CP-/) } });
    const [arrival] = (await arrivals(1)) as [Came];
    const report = reportIn(arrival);
    expect(arrival.believed).toBe(true);
    expect(report).toMatchObject({ requestId: 'check-1', issuedAt: request.requestedAt });
    expect(report.results.filter(({ items }) => items.length > 0)).toEqual([
      { source: 'vehicle', status: 'ok', items: [{ memberRef: '1', kind: 'vehicle', count: 1, description: '' }] },
    ]);
    expect(arrival.body.toString()).not.toMatch(/王秀兰|420582197805120022/);
  });

  it('knows nothing of people never declared, and says when a source is down', async () => {
    platform.setSource('bank', 'unavailable');
    await submit();
    const [arrival] = (await arrivals(1)) as [Came];
    const { results } = reportIn(arrival);
    expect(results.flatMap(({ items }) => items)).toEqual([]);
    expect(results.filter(({ status }) => status === 'unavailable').map(({ source }) => source)).toEqual(['bank']);
  });

  it('is the same request however often it is sent, and another one under its id is rejected', async () => {
    const first = await submit();
    await arrivals(1);
    expect(await submit({ request: { ...request, requestedAt: '2026-05-06T09:05:00+08:00' } })).toEqual(first);
    expect(platform.requests()).toHaveLength(1);
    const other = { ...request, members: [{ ...request.members[0], name: '赵大海' }] } as CheckRequest;
    expect(await submit({ request: other })).toEqual({ ok: false, refusal: 'rejected' });
    expect(came).toHaveLength(1);
  });

  it('offers its report until it is taken', async () => {
    answerWith = [503, 500];
    await submit();
    await eventually('the report was taken', () => platform.deliveries()[0]?.outcome === 202);
    expect(came).toHaveLength(3);
    expect(new Set(came.map(({ headers }) => headers['x-doudi-nonce'])).size).toBe(3);
  });

  it('gives up on a callback that never takes it', async () => {
    answerWith = [401, 401, 401, 401, 401];
    await submit();
    await arrivals(1);
    expect(platform.deliveries()).toMatchObject([{ outcome: 401 }]);
    expect(came).toHaveLength(4);
  });
});

describe('a submission that fails is a value, and says nothing personal', () => {
  it.each([
    ['http500', 'unavailable', { cause: 'status', status: 500 }],
    ['rejected', 'rejected', { cause: 'status', status: 422 }],
    ['slow', 'unavailable', { cause: 'timeout' }],
  ] as const)('%s: %s', async (mode, refusal, failure) => {
    platform.behave(mode);
    expect(await submit({ timeoutMs: mode === 'slow' ? 100 : 10_000 })).toEqual({ ok: false, refusal });
    expect(failures).toEqual([failure]);
  });

  it('our key not accepted: rejected, as sending again would not help', async () => {
    expect(await submit({ secret: 'another secret' })).toEqual({ ok: false, refusal: 'rejected' });
    expect(failures).toEqual([{ cause: 'status', status: 401 }]);
  });

  it('nobody there: unavailable', async () => {
    const { url } = platform;
    await platform.stop();
    expect(await submit({ url })).toEqual({ ok: false, refusal: 'unavailable' });
    expect(failures).toEqual([{ cause: 'connection' }]);
  });

  it.each([
    ['an answer that is no JSON', 202, '<html>'],
    ['an answer without an id', 202, '{}'],
    ['an endless answer', 202, 'x'.repeat(1_000_000)],
    ['too many requests', 429, ''],
    ['a redirection', 302, ''],
  ])('%s: unavailable', async (_, status, body) => {
    const odd = createServer((_incoming, answer) => answer.writeHead(status, { location: '/elsewhere' }).end(body));
    await new Promise<void>((listening) => odd.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
    expect(await submit({ url })).toEqual({ ok: false, refusal: 'unavailable' });
    odd.closeAllConnections();
    await new Promise((closed) => odd.close(closed));
  });
});

describe('the platform misbehaves as it is told', () => {
  const misbehaving = async (mode: Parameters<CheckPlatformSimulator['behave']>[0], n: number) => {
    platform.behave(mode);
    expect((await submit()).ok).toBe(true);
    return arrivals(n) as Promise<Came[]>;
  };

  it('silent until asked again, late until released', async () => {
    platform.behave('silent');
    await submit();
    platform.behave('late');
    await submit({ request: { ...request, requestId: 'check-2' } });
    expect(came).toEqual([]);
    platform.release();
    await arrivals(1);
    platform.behave('normal');
    expect(platform.resend('check-1')).toBe(true);
    expect(platform.resend('check-3')).toBe(false);
    expect((await arrivals(2)).map((each) => reportIn(each).requestId)).toEqual(['check-2', 'check-1']);
  });

  it('a request sent again after silence is answered', async () => {
    platform.behave('silent');
    await submit();
    platform.behave('normal');
    await submit();
    expect(await arrivals(1)).toHaveLength(1);
  });

  it('twice: the same report under two signatures', async () => {
    const [a, b] = (await misbehaving('twice', 2)) as [Came, Came];
    expect(a.body).toEqual(b.body);
    expect(a.headers['x-doudi-nonce']).not.toBe(b.headers['x-doudi-nonce']);
  });

  it('replay: the very same message', async () => {
    const [a, b] = (await misbehaving('replay', 2)) as [Came, Came];
    expect([a.body, a.headers['x-doudi-nonce']]).toEqual([b.body, b.headers['x-doudi-nonce']]);
  });

  it('contradictory: another report that says the opposite', async () => {
    const [a, b] = ((await misbehaving('contradictory', 2)) as [Came, Came]).map(reportIn);
    expect(a?.reportId).not.toBe(b?.reportId);
    expect(a?.results.flatMap(({ items }) => items)).toEqual([]);
    expect(b?.results.flatMap(({ items }) => items)).toMatchObject([{ memberRef: '1', kind: 'deposit' }]);
  });

  it('wrong signature, garbage, huge', async () => {
    const [forged] = (await misbehaving('wrongSignature', 1)) as [Came];
    expect(forged.believed).toBe(false);
    platform.behave('garbage');
    platform.resend('check-1');
    const [, cutOff] = (await arrivals(2)) as [Came, Came];
    expect(cutOff.believed).toBe(true);
    expect(() => JSON.parse(cutOff.body.toString())).toThrow();
    platform.behave('hugeAnswer');
    platform.resend('check-1');
    const [, , huge] = (await arrivals(3)) as [Came, Came, Came];
    expect(huge.believed).toBe(true);
    expect(huge.body.length).toBe(2 * maxCheckReportBytes);
  });
});

describe('the platform is played from outside', () => {
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${platform.url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('by declaring what the registers know, and how it behaves', async () => {
    const items = [{ source: 'bank', kind: 'deposit', amountFen: 100 }];
    expect((await control('PUT', 'records/420582197805120022', { not: 'items' })).status).toBe(422);
    expect((await control('PUT', 'records/420582197805120022', [{ source: 'bank', kind: 'yacht' }])).status).toBe(422);
    expect((await control('PUT', 'records/420582197805120022', items)).status).toBe(204);
    expect((await control('PUT', 'behaviour', { mode: 'late' })).status).toBe(204);
    expect((await control('PUT', 'behaviour', { mode: 'odd' })).status).toBe(422);
    await submit();
    expect((await control('POST', 'release')).status).toBe(204);
    const [arrival] = (await arrivals(1)) as [Came];
    expect(reportIn(arrival).results.flatMap((each) => each.items)).toMatchObject([
      { kind: 'deposit', amountFen: 100 },
    ]);
    const told = await (await control('GET', 'requests')).text();
    expect(told).toContain('check-1');
    expect(told).not.toMatch(/王秀兰|420582197805120022/);
  });
});
