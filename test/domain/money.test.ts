import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addFen, type Fen, fen, formatYuan, mulDiv, parseYuan, round, yuan } from '../../src/domain/money.ts';

describe('money is whole fen', () => {
  test('an amount is written in yuan with two decimals and read back the same', () => {
    expect(yuan('872.00')).toBe(87_200);
    expect(formatYuan(fen(87_200))).toBe('872.00');
    expect(formatYuan(fen(-5))).toBe('-0.05');
    fc.assert(fc.property(fc.integer({ min: -1e13, max: 1e13 }), (n) => yuan(formatYuan(fen(n))) === fen(n)));
  });

  test.each(['', '1.234', '1,000', '１２', 'NaN', '1e3', '+1', '.5', '1.', ' 1'])('%j is no amount', (text) => {
    expect(parseYuan(text)).toEqual({ ok: false, refusal: 'notAnAmount' });
  });

  test.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no whole number of fen', (n) => {
    expect(() => fen(n)).toThrow(RangeError);
  });

  test('a sum too large to be exact is a bug, not a wrong amount', () => {
    expect(() => addFen(Number.MAX_SAFE_INTEGER as Fen, fen(1))).toThrow(RangeError);
  });
});

describe('rounding has one place and a named rule', () => {
  test('half a fen goes up; 3,617 yuan a year is 301.42 a month', () => {
    expect(round(361_700, 12, 'halfUp2dp')).toBe(30_142);
    expect(round(1, 2, 'halfUp2dp')).toBe(1);
    expect(round(-1, 2, 'halfUp2dp')).toBe(0);
  });

  test('whole yuan are rounded up, and whole yuan stay', () => {
    expect(round(30_001, 1, 'ceilYuan')).toBe(30_100);
    expect(round(30_000, 1, 'ceilYuan')).toBe(30_000);
    expect(round(-30_001, 1, 'ceilYuan')).toBe(-30_000);
  });

  test('products beyond 2^53 are exact', () => {
    expect(mulDiv(fen(9_007_199_254_740_991), 3, 3, 'halfUp2dp')).toBe(9_007_199_254_740_991);
  });

  test('the result is never further off than the rule allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e4 }), (n, d) => {
        const near = BigInt(round(n, d, 'halfUp2dp')) * BigInt(d) - BigInt(n);
        const up = BigInt(round(n, d, 'ceilYuan')) * BigInt(d) - BigInt(n);
        return 2n * near > -BigInt(d) && 2n * near <= BigInt(d) && up >= 0n && up < 100n * BigInt(d);
      }),
    );
  });

  test('a denominator that is not positive is a bug', () => {
    expect(() => round(1, 0, 'halfUp2dp')).toThrow(RangeError);
  });
});
