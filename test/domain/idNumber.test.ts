import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOf, dayNumber } from '../../src/domain/calendar.ts';
import { ageOfIdOn, birthDateOf, checkCharacter, parseIdNumber, sexOf } from '../../src/domain/idNumber.ts';

const digits = fc
  .tuple(fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2026-12-31') }), fc.integer({ min: 0, max: 999 }))
  .map(([day, order]) => `420582${dateOf(day).replaceAll('-', '')}${String(order).padStart(3, '0')}`);

describe("a citizen's number (GB 11643)", () => {
  test('is read with a small x, and says birth date, sex and age', () => {
    const read = parseIdNumber(' 11010519491231002x ');
    if (!read.ok) throw new Error(read.refusal);
    expect(read.value).toBe('11010519491231002X');
    expect([birthDateOf(read.value), sexOf(read.value), ageOfIdOn(read.value, '2026-12-30')]).toEqual([
      '1949-12-31',
      'female',
      76,
    ]);
  });

  test('in the old form of 15 digits becomes its form of 18', () => {
    expect(parseIdNumber('110105491231002')).toEqual({ ok: true, value: '11010519491231002X' });
  });

  test.each([
    ['', 'idNumberLength'],
    ['1101051949123100', 'idNumberLength'],
    ['1101051949123100X2', 'idNumberCharacters'],
    ['１１０１０５１９４９１２３１００２X', 'idNumberCharacters'],
    ['010105194912310020', 'idNumberDivision'],
    ['110105194902300026', 'idNumberBirthDate'],
    ['11010500011231002X', 'idNumberBirthDate'],
    ['110105194912310021', 'idNumberCheckCharacter'],
  ])('%j is refused: %s', (text, refusal) => {
    expect(parseIdNumber(text)).toEqual({ ok: false, refusal });
  });

  test('made with its check character is valid; with one digit altered it never is', () => {
    fc.assert(
      fc.property(
        digits,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (seventeen, place, shift) => {
          const good = seventeen + checkCharacter(seventeen);
          const altered = good.slice(0, place) + ((Number(good[place]) + shift) % 10) + good.slice(place + 1);
          expect([parseIdNumber(good).ok, parseIdNumber(altered).ok]).toEqual([true, false]);
        },
      ),
    );
  });
});
