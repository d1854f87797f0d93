import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerCallbackPath, registerKeyId } from '../../src/contracts/registers.ts';
import { signatureOf } from '../../src/contracts/signature.ts';
import { accounts, openWindow, registerSecret, type Window } from '../support/api.ts';
import { type County, startCounty } from '../support/county.ts';
import { seedHousehold } from '../support/people.ts';

let county: County;
let window: Window;
const logged: string[] = [];
beforeAll(async () => {
  county = await startCounty({ worker: false });
  const logTo = { write: (line: string) => void logged.push(line) };
  window = await openWindow(county, {}, { logLevel: 'debug', logTo, slowest: { headersMs: 300, requestMs: 600 } });
  await window.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await window?.close();
  await county?.stop();
});

const json = { 'content-type': 'application/json' };
const sends = (payload: string, url = '/v1/applications') =>
  window.as(accounts.clerk, { method: 'POST', url, payload, headers: json });
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('what no form asks for', () => {
  it('more than a form can hold is refused unread', async () => {
    const answer = await sends(JSON.stringify({ ...seedHousehold(), note: 'x'.repeat(600_000) }));
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'payloadTooLarge']);
  });

  it('what is nested without end is refused, also where a sender is believed', async () => {
    for (const payload of [deep(100_000), `{"members":${deep(100_000)}}`, `{"a":`.repeat(50_000)]) {
      const answer = await sends(payload);
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation']);
    }
    const body = `{"batchId":"b-deep","rows":[${deep(100_000)}]}`;
    const signature = signatureOf(
      { method: 'POST', path: registerCallbackPath, body },
      { keyId: registerKeyId, secret: registerSecret },
    );
    const answer = await window.app.inject({
      method: 'POST',
      url: registerCallbackPath,
      payload: body,
      headers: { ...json, ...signature },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation']);
  });

  it('of a key that stands twice the last one holds, for the form, the record and the answer alike', async () => {
    const household = JSON.stringify({ ...seedHousehold(), township: '420582001000' });
    const answer = await sends(`${household.slice(0, -1)},"township":"451322100000"}`);
    expect(answer.statusCode).toBe(201);
    const { rows } = await county.db.owner.query('select township from application where case_id = $1', [
      answer.json().caseId,
    ]);
    expect(rows).toEqual([{ township: '451322100000' }]); // any window takes it, and passes it on
  });

  it('a key that would change what objects are is refused', async () => {
    for (const key of ['__proto__', 'constructor'])
      expect((await sends(`{"${key}":{"prototype":{"admin":true}}}`)).statusCode).toBe(422);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('what is written into a header or a log', () => {
  it('a request id that is none is not repeated', async () => {
    for (const id of ['<script>', 'a b', `x${'y'.repeat(100)}`, '{"level":60}']) {
      const answer = await window.as(accounts.clerk, { url: '/v1/me', headers: { 'x-request-id': id } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('a file’s name is no header: what is downloaded goes by a name of ours', async () => {
    const answer = await sends(JSON.stringify({ ...seedHousehold(), township: '420582001000' }));
    const { caseId } = answer.json();
    const name = 'a%22%0d%0aset-cookie: x=1;.pdf';
    const added = await window.upload(
      accounts.clerk,
      `/v1/cases/${caseId}/documents?code=101`,
      Buffer.from('%PDF-1.7'),
      name,
    );
    expect(added.statusCode, added.body).toBe(201);
    const file = await window.get(accounts.clerk, `/v1/cases/${caseId}/documents/${added.json().documentId}`);
    expect(file.headers['content-disposition']).toBe(`attachment; filename="${added.json().documentId}"`);
    expect(file.headers['set-cookie']).toBeUndefined();
  });

  it('each line of the log is one entry of ours, whatever an address holds', async () => {
    logged.length = 0;
    await window.get(accounts.clerk, '/v1/%0a%7B%22level%22:60,%22msg%22:%22forged%22%7D');
    await window.as(accounts.clerk, { url: '/v1/me', headers: { 'user-agent': 'x"}\\n{"msg":"forged"' } });
    expect(logged.map((line) => JSON.parse(line).msg)).toEqual(['answered', 'answered']);
    expect(logged.join('')).not.toContain('forged');
  });
});

describe('headers and errors', () => {
  it('a refusal carries the same headers as an answer, word for word', async () => {
    const of = ({ headers }: { headers: object }) =>
      Object.fromEntries(
        Object.entries(headers).filter(
          ([name]) => !/^(date|content-|x-request-id|x-ratelimit|www-auth|connection|keep-alive)/.test(name),
        ),
      );
    const answer = of(await window.get(accounts.clerk, '/v1/me'));
    expect(answer).toEqual({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-download-options': 'noopen',
      'x-frame-options': 'SAMEORIGIN',
      'x-permitted-cross-domain-policies': 'none',
      'x-xss-protection': '0',
    });
    expect(of(await window.app.inject('/v1/me'))).toEqual(answer); // 401
    expect(of(await window.get(accounts.clerk, '/v1/readings'))).toEqual(answer); // 403
    expect(of(await window.get(accounts.clerk, '/v1/nothing'))).toEqual(answer); // 404
  });

  it('an error of ours says no stack, no file and no library', async () => {
    const broken = await openWindow(county, {
      pool: { connect: () => Promise.reject(new TypeError('x is not a function at /srv/app.js:1')) } as never,
    });
    const answer = await broken.get(accounts.clerk, '/v1/cases');
    await broken.close();
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal']);
    expect(answer.body).not.toMatch(/\.[jt]s|node_modules|TypeError|function/);
  });
});

describe('slow senders', () => {
  /** What a connection is answered that sends this and then a byte now and then, until it is shut. */
  function drips(begin: string): Promise<string> {
    const { port } = window.app.server.address() as AddressInfo;
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      const dripping = setInterval(() => socket.write('a'), 50);
      socket.on('data', (bytes) => {
        heard += bytes;
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(dripping);
        resolve(heard);
      });
      socket.write(begin);
    });
  }

  it('who never comes to the end of the headers, or of the body, is shut out; others are answered meanwhile', async () => {
    const slow = [
      ...Array.from({ length: 20 }, () => drips('GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ')),
      drips(
        'POST /v1/callbacks/registers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n',
      ),
    ];
    const { port } = window.app.server.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});
