import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CheckRequest } from '../../src/contracts/checkPlatform.ts';
import { type CheckPlatform, httpCheckPlatform } from '../../src/gateways/checkPlatform.ts';

/** A check platform that answers whatever a test says, and counts what was taken off it. */
let server: Server;
let platform: CheckPlatform;
let answer: { status: number; headers?: Record<string, string>; body: Buffer | 'without end' };
let given = 0;
let asked: string[] = [];

const endless = Buffer.alloc(64 * 1024, '[');
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    if (answer.body !== 'without end') return void response.end(answer.body);
    const more = () => {
      if (response.destroyed) return;
      given += endless.length;
      response.write(endless, more);
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  platform = httpCheckPlatform({
    url: `http://127.0.0.1:${port}`,
    secret: 'secret-of-this-test-alone',
    timeoutMs: 20_000,
  });
});
beforeEach(() => {
  given = 0;
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const request: CheckRequest = {
  requestId: 'r-1',
  county: '420582',
  members: [{ memberRef: 'm-1', name: '示例甲', idNumber: '420582197805120022', consentRef: 'c-1' }],
  purpose: 'dibao',
  requestedAt: '2026-09-21T09:00:00+08:00',
};
const later = { ok: false, refusal: 'unavailable' };

it('an answer without end is left after a few kilobytes, and asked for again later', async () => {
  answer = { status: 202, body: 'without end' };
  expect(await platform.submit(request)).toEqual(later);
  expect(given).toBeLessThan(32 * 1024 * 1024); // what stands in the buffers of both sides, and no more
});

it('one that is unpacked to many times its size is left as well', async () => {
  const padded = `{"platformRequestId":"p-1"}${' '.repeat(40 * 1024 * 1024)}`;
  answer = { status: 202, headers: { 'content-encoding': 'gzip' }, body: gzipSync(padded) };
  expect(await platform.submit(request)).toEqual(later);
});

it('one that sends us elsewhere is not followed: what is asked carries names', async () => {
  answer = { status: 307, headers: { location: '/v1/elsewhere' }, body: Buffer.from('') };
  expect(await platform.submit(request)).toEqual(later);
  expect(asked).toEqual(['/v1/checks']);
});

property.prop(
  [
    fc.oneof(fc.constantFrom(200, 202, 204, 400, 401, 404, 429, 500, 503), fc.integer({ min: 200, max: 599 })),
    fc.oneof(
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
      fc.record({ platformRequestId: fc.anything() }).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc.constant(Buffer.from('['.repeat(16_000))),
    ),
  ],
  { numRuns: 150 },
)('whatever it answers: taken, never to be taken, or asked again; never an error of ours', async (status, body) => {
  answer = { status, body: status === 204 || status === 304 ? Buffer.from('') : body };
  const said = await platform.submit(request);
  if (said.ok) expect(said.value.platformRequestId).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/);
  else expect(['rejected', 'unavailable']).toContain(said.refusal);
  if (said.ok) expect(status).toBe(202);
});
