import { describe, expect, test } from 'vitest';
import { yuan } from '../../src/domain/money.ts';
import { divisionsUpward, nationalDivision, policyBook, policyOn } from '../../src/domain/policy.ts';
import { aValue, dangyang, yuyang } from './policyBuilder.ts';

const monthly = (text: string) => ({ amountFen: yuan(text), per: 'month' }) as const;
const urban = 'dibao.standard.urban';

describe('dated policy', () => {
  test('a township asks its county, prefecture, province and the nation, nearest first', () => {
    expect(divisionsUpward(yuyang)).toEqual([
      '420582001000',
      '420582000000',
      '420500000000',
      '420000000000',
      '000000000000',
    ]);
  });

  test('the nearest division that set a value wins', () => {
    const book = policyBook([
      aValue('publicity.days', 7, { division: nationalDivision }),
      aValue('publicity.days', 10),
    ]);
    expect(policyOn(book, 'publicity.days', yuyang, '2026-01-01', '2026-01-01')).toMatchObject({
      ok: true,
      value: { value: 10 },
    });
    const elsewhere = divisionsUpward('451322100000' as typeof dangyang)[0]!;
    expect(policyOn(book, 'publicity.days', elsewhere, '2026-01-01', '2026-01-01')).toMatchObject({
      ok: true,
      value: { value: 7 },
    });
  });

  test('a rise announced in June holds from April, but only for those who know of it', () => {
    const book = policyBook([
      aValue(urban, monthly('630.00')),
      aValue(urban, monthly('670.00'), { effectiveFrom: '2026-04-01', knownFrom: '2026-06-10' }),
    ]);
    const standardOn = (on: string, knownAt: string) => policyOn(book, urban, dangyang, on, knownAt);
    expect(standardOn('2026-05-01', '2026-05-01')).toMatchObject({ value: { value: monthly('630.00') } });
    expect(standardOn('2026-05-01', '2026-06-10')).toMatchObject({ value: { value: monthly('670.00') } });
    expect(standardOn('2026-03-31', '2026-06-10')).toMatchObject({ value: { value: monthly('630.00') } });
  });

  test('a day nobody set a value for is refused, never guessed', () => {
    const book = policyBook([
      aValue(urban, monthly('630.00'), { effectiveFrom: '2025-04-01', effectiveTo: '2026-04-01' }),
    ]);
    const missing = (on: string) => ({
      ok: false,
      refusal: { code: 'policyMissing', key: urban, division: yuyang, on, knownAt: '2026-12-01' },
    });
    expect(policyOn(book, urban, yuyang, '2026-03-31', '2026-12-01').ok).toBe(true);
    expect(policyOn(book, urban, yuyang, '2026-04-01', '2026-12-01')).toEqual(missing('2026-04-01'));
    expect(policyOn(book, urban, yuyang, '2025-03-31', '2026-12-01')).toEqual(missing('2025-03-31'));
  });
});
