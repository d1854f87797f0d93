import { createHmac, randomBytes } from 'node:crypto';
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { UnsealError } from '../../src/gateways/crypto/keyRing.ts';
import { maskAccount, maskIdNumber } from '../../src/gateways/crypto/masks.ts';

const [old, current] = [
  { id: '2025', key: randomBytes(32) },
  { id: '2026', key: randomBytes(32) },
];
const hashKey = randomBytes(32);
const cipher = fieldCipher([current, old], hashKey);
const place = 'application:a-1';

function problemOf(open: () => string): string {
  try {
    open();
  } catch (error) {
    if (error instanceof UnsealError) return `${error.problem} | ${error.message}`;
  }
  return 'opened';
}

describe('what a journal quotes of a content', () => {
  it('is verified with the key of that case, and with no other', () => {
    const key = Buffer.from(cipher.contentKey('a-1'), 'hex');
    const hash = createHmac('sha256', key).update('王秀兰').digest('hex');
    expect(cipher.contentHash('王秀兰', 'a-1')).toBe(hash);
    expect(cipher.contentHash('王秀兰', 'a-2')).not.toBe(hash);
    expect(cipher.keyedHash('王秀兰')).not.toBe(hash);
    expect(new Set([cipher.contentKey('a-1'), cipher.contentKey('a-2'), hashKey.toString('hex')]).size).toBe(3);
  });
});

describe('a sealed field', () => {
  property.prop([fc.string({ unit: 'binary' }), fc.string()])(
    'opens where it was sealed, to the same text',
    (text, anywhere) => {
      expect(cipher.open(cipher.seal(text, anywhere), anywhere)).toBe(text);
    },
  );

  it('looks different each time and names the key it needs', () => {
    const [a, b] = [cipher.seal('王秀兰', place), cipher.seal('王秀兰', place)];
    expect(a).not.toBe(b);
    expect(a).toMatch(/^v1\.2026\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(cipher.keyIdOf(a)).toBe('2026');
  });

  it('opens under an old key after rotation, and new ones are sealed under the new key', () => {
    const before = fieldCipher([old], hashKey).seal('王秀兰', place);
    expect(cipher.open(before, place)).toBe('王秀兰');
    expect(cipher.keyId).toBe('2026');
  });

  it('does not open without its key, at another place, or once changed; and the error says nothing of it', () => {
    const sealed = cipher.seal('王秀兰', place);
    const [version, keyId, iv, tag, text = ''] = sealed.split('.');
    const flipped = [version, keyId, iv, tag, (text[0] === 'A' ? 'B' : 'A') + text.slice(1)].join('.');
    const renamed = [version, '2025', iv, tag, text].join('.');
    expect(problemOf(() => fieldCipher([old], hashKey).open(sealed, place))).toContain('unknownKey');
    for (const [changed, at] of [
      [sealed, 'application:a-2'],
      [flipped, place],
      [renamed, place],
    ] as const) {
      const problem = problemOf(() => cipher.open(changed, at));
      expect(problem).toBe('notAuthentic | A sealed value cannot be opened: notAuthentic');
    }
  });

  it.each(['', '王秀兰', 'v1', 'v1.2026.a.b.c', 'v2.2026.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA'])(
    'refuses what was never sealed: %j',
    (text) =>
      expect(problemOf(() => cipher.open(text, place))).toBe('malformed | A sealed value cannot be opened: malformed'),
  );

  it('is not made with a short key, an id twice, or no key', () => {
    expect(() => fieldCipher([], hashKey)).toThrow('empty');
    expect(() => fieldCipher([{ id: 'a', key: randomBytes(16) }], hashKey)).toThrow('AES-256 needs 32');
    expect(() => fieldCipher([old, old], hashKey)).toThrow('same id');
    expect(() => fieldCipher([{ id: 'a.b', key: randomBytes(32) }], hashKey)).toThrow('key id');
    expect(() => fieldCipher([old], randomBytes(8))).toThrow('hash key');
  });
});

describe('a keyed hash', () => {
  it('is the same for the same value under every data key, and another under another hash key', () => {
    const hash = cipher.keyedHash('420582197805120022');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(fieldCipher([old], hashKey).keyedHash('420582197805120022')).toBe(hash);
    expect(fieldCipher([old], randomBytes(32)).keyedHash('420582197805120022')).not.toBe(hash);
  });
});

describe('masks', () => {
  it('show an ID number 6+4 and an account 4+4', () => {
    expect(maskIdNumber('420582197805120022')).toBe('420582********0022');
    expect(maskAccount('6217002870001234567')).toBe('6217***********4567');
  });
  property.prop([fc.string()])('never show a short text at all, and keep the length', (text) => {
    expect([...maskIdNumber(text)].length).toBe([...text].length);
    if ([...text].length < 14) expect(maskIdNumber(text)).toMatch(/^\**$/);
  });
});
