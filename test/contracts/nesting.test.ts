import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { nestedTooDeep } from '../../src/contracts/nesting.ts';

it('counts what is open, and no bracket inside a text', () => {
  expect(nestedTooDeep('['.repeat(32))).toBe(false);
  expect(nestedTooDeep('['.repeat(33))).toBe(true);
  expect(nestedTooDeep('{"a":'.repeat(33))).toBe(true);
  expect(nestedTooDeep(JSON.stringify('["{'.repeat(100)))).toBe(false);
  expect(nestedTooDeep('[],'.repeat(1_000))).toBe(false);
});

property.prop([fc.json({ maxDepth: 10 })])('lets every message of ordinary depth pass', (text) => {
  expect(nestedTooDeep(text)).toBe(false);
});
