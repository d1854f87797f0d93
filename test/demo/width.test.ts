import fc from 'fast-check';
import { expect, it } from 'vitest';
import { padTo, widthOf, wrap } from '../../src/demo/width.ts';

it('a Chinese character takes two columns, a Latin one one', () => {
  expect([widthOf('低保'), widthOf('dibao'), widthOf('《第10条》')]).toEqual([4, 5, 10]);
  expect(padTo('低保', 6)).toBe('低保  ');
});

it('breaks where a reader would: no mark at the beginning of a line, no number apart from what it counts', () => {
  expect(wrap('受理2个工作日，至 2026-11-27，余2个工作日，绿', 20)).toEqual([
    '受理2个工作日，至',
    '2026-11-27，余2个工',
    '作日，绿',
  ]);
  expect(wrap('hands in the application', 12)).toEqual(['hands in the', 'application']);
});

it('loses nothing but spaces, and no line is too wide unless one word is', () => {
  const text = fc.string({ unit: fc.constantFrom('低', '保', '，', '（', '》', 'a', 'Z', '7', ' ', '-') });
  fc.assert(
    fc.property(text, fc.integer({ min: 24, max: 60 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(widthOf(line) <= width || !line.trim().includes(' ')).toBe(true);
    }),
  );
});
