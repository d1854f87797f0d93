import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { cursorOf, readCursor } from '../../src/db/queries/cursor.ts';
import { UnsealError } from '../../src/gateways/crypto/keyRing.ts';
import { payloadCodec, sealedEncoding } from '../../src/gateways/crypto/payloadCodec.ts';
import { half, readers, strange } from '../support/strangeText.ts';

describe.each(Object.entries(readers))('%s', (_what, read) => {
  property.prop([strange], { numRuns: 400 })('whatever the text, there is an answer', (text) => {
    expect(() => read(text)).not.toThrow();
  });

  // A reader that goes back and forth over its text takes minutes for one of these.
  it.each(['', '!'])('any word a hundred thousand times, then %j, is answered at once', (end) => {
    for (const word of half) {
      const began = performance.now();
      read(word.repeat(Math.ceil(100_000 / word.length)) + end);
      expect(performance.now() - began, JSON.stringify(word)).toBeLessThan(5_000);
    }
  });
});

describe('what travels sealed', () => {
  const codec = payloadCodec([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
  const bytes = fc.uint8Array({ maxLength: 80 }).map((each) => Buffer.from(each));
  property.prop([fc.constantFrom('k1', 'k2', '', '__proto__'), bytes], { numRuns: 400 })(
    'that is not ours is refused as that, whatever it is made of',
    async (keyId, data) => {
      const metadata = { encoding: Buffer.from(sealedEncoding), 'encryption-key-id': Buffer.from(keyId) };
      await expect(codec.decode([{ metadata, data }])).rejects.toBeInstanceOf(UnsealError);
    },
  );
});

describe('where a page goes on', () => {
  property.prop([fc.array(fc.string(), { minLength: 1, maxLength: 3 })])('is read as it was given', (values) => {
    expect(readCursor(cursorOf(values), values.length)).toEqual(values);
  });
  property.prop([
    fc.oneof(
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
      fc.string(),
    ),
  ])('and what no page has given is refused as data that fits nowhere', (text) => {
    const read = () => readCursor(text, 2);
    try {
      expect(read()).toHaveLength(2);
    } catch (error) {
      expect(error).toMatchObject({ code: '22023' });
    }
  });
});
