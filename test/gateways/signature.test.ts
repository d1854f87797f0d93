import { createHash, createHmac } from 'node:crypto';
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SignedMessage, signatureHeaders, signatureOf, verifySignature } from '../../src/contracts/signature.ts';

const key = { keyId: 'check-platform', secret: 'a secret of this test' };
const secretOf = (keyId: string) => (keyId === key.keyId ? key.secret : undefined);
const at = new Date('2026-05-06T09:00:00Z');
const message: SignedMessage = { method: 'POST', path: '/v1/callbacks/check-platform', body: '{"requestId":"r-1"}' };
const headers = signatureOf(message, key, { at, nonce: 'nonce-of-this-test' });
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

describe('a signed message', () => {
  it('is believed, and says under which key a replay of it would be known', () => {
    expect(verifySignature(message, headers, secretOf, at)).toEqual({
      ok: true,
      value: { keyId: 'check-platform', replayKey: 'check-platform:nonce-of-this-test', replayableUntil: later(300) },
    });
  });

  it('has the MAC that anyone can compute from its description', () => {
    const bodyHash = createHash('sha256').update('{"requestId":"r-1"}').digest('hex');
    const signed = `1778058000.nonce-of-this-test.POST./v1/callbacks/check-platform.${bodyHash}`;
    expect(headers).toEqual({
      'x-doudi-key-id': 'check-platform',
      'x-doudi-timestamp': '1778058000',
      'x-doudi-nonce': 'nonce-of-this-test',
      'x-doudi-signature': createHmac('sha256', 'a secret of this test').update(signed).digest('hex'),
    });
  });

  it.each([
    ['another body', { ...message, body: '{"requestId":"r-2"}' }],
    ['another path', { ...message, path: '/v1/callbacks/bank' }],
    ['another method', { ...message, method: 'PUT' }],
  ])('is not believed with %s', (_, changed) => {
    expect(verifySignature(changed, headers, secretOf, at)).toEqual({ ok: false, refusal: 'signatureWrong' });
  });

  it('is not believed when its timestamp or nonce was changed', () => {
    for (const [name, value] of [
      [signatureHeaders.timestamp, '1778058001'],
      [signatureHeaders.nonce, 'nonce-of-another-one'],
    ] as const) {
      expect(verifySignature(message, { ...headers, [name]: value }, secretOf, at)).toEqual({
        ok: false,
        refusal: 'signatureWrong',
      });
    }
  });

  it('is not believed from another secret or an unknown key', () => {
    const forged = signatureOf(message, { ...key, secret: 'a guess' }, { at });
    expect(verifySignature(message, forged, secretOf, at)).toEqual({ ok: false, refusal: 'signatureWrong' });
    const stranger = signatureOf(message, { ...key, keyId: 'stranger' }, { at });
    expect(verifySignature(message, stranger, secretOf, at)).toEqual({ ok: false, refusal: 'keyUnknown' });
  });

  it('holds for clocks five minutes apart in either direction, and no further', () => {
    for (const seconds of [-300, 300])
      expect(verifySignature(message, headers, secretOf, later(seconds)).ok).toBe(true);
    for (const seconds of [-301, 301]) {
      expect(verifySignature(message, headers, secretOf, later(seconds))).toEqual({
        ok: false,
        refusal: 'timestampOutsideWindow',
      });
    }
  });

  it.each(Object.values(signatureHeaders))('is refused without %s, with it twice, and with nonsense in it', (name) => {
    for (const value of [undefined, '', [headers[name] ?? '', headers[name] ?? ''], 'no such value!']) {
      expect(verifySignature(message, { ...headers, [name]: value }, secretOf, at)).toEqual({
        ok: false,
        refusal: 'signatureMissing',
      });
    }
  });

  property.prop([fc.uint8Array(), fc.webPath(), fc.constantFrom('GET', 'post', 'PUT')])(
    'is believed for any body, path and method',
    (body, path, method) => {
      const any = { method, path, body };
      expect(verifySignature(any, signatureOf(any, key, { at }), secretOf, at).ok).toBe(true);
    },
  );
});
