import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { bareWords } from '../../src/domain/finding.ts';

it('the same words are the same finding, in full or half width, however spaced and punctuated', () => {
  const words = bareWords('母亲打零工，每月468元；女儿在家。');
  expect(bareWords(' 母亲打零工,每月４６８元;女儿\n在家. ')).toBe(words);
  expect(bareWords('母亲打零工，每月486元；女儿在家。')).not.toBe(words);
});

property.prop([fc.string({ unit: 'binary' })])('what is bare already stays as it is', (text) => {
  expect(bareWords(bareWords(text))).toBe(bareWords(text));
});
