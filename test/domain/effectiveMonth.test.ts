import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, firstMonthAfter, monthOf } from '../../src/domain/calendar.ts';
import type { HouseholdChange } from '../../src/domain/case/changes.ts';
import { type EffectCause, effectiveMonth, reachingBack } from '../../src/domain/dibao/effectiveMonth.ts';
import type { PolicyKeys } from '../../src/domain/policy.ts';
import { aPolicy, dangyang } from './policyBuilder.ts';

const usual = { 'payment.firstMonth': 'next', 'change.cutFrom': 'next', 'change.eventFrom': 'next' } as const;
const decidedOn = '2026-11-20';

function effect(cause: EffectCause, but: Partial<PolicyKeys> = {}, on = decidedOn) {
  const found = effectiveMonth(cause, on, aPolicy({ ...usual, ...but }));
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}
const monthOfEffect = (...given: Parameters<typeof effect>) => effect(...given).value;

describe('a change of the benefit holds', () => {
  it.each(['more', 'less', 'stop'] as const)('%s: from the month after the decision (MCA-57 arts. 21, 32)', (cause) => {
    expect(monthOfEffect({ cause })).toBe('2026-12');
    expect(monthOfEffect({ cause }, {}, '2026-12-31')).toBe('2027-01');
  });

  it('where a place pays from the month of the decision, more is paid from it too, and less still from the next', () => {
    const same = { 'payment.firstMonth': 'same' } as const;
    expect(monthOfEffect({ cause: 'more' }, same)).toBe('2026-11');
    expect(monthOfEffect({ cause: 'less' }, same)).toBe('2026-12');
    expect(monthOfEffect({ cause: 'stop' }, { 'change.cutFrom': 'same' })).toBe('2026-11');
  });

  it.each(['died', 'imprisoned', 'movedOut'] as const)(
    '%s: from the month after it happened, however late it is known',
    (cause) => {
      expect(monthOfEffect({ cause, on: '2026-07-31' })).toBe('2026-08');
      expect(monthOfEffect({ cause, on: '2026-07-01' })).toBe('2026-08');
      expect(monthOfEffect({ cause, on: '2026-07-31' }, { 'change.eventFrom': 'same' })).toBe('2026-07');
    },
  );

  it('a decision that rested on a wrong match is undone as if it had not been', () => {
    expect(monthOfEffect({ cause: 'undone', heldFrom: '2026-08' })).toBe('2026-08');
  });

  it('and says why: the day, the place’s rule, the article', () => {
    const { title, article, unit, inputs } = effect({ cause: 'died', on: '2026-07-31' });
    expect({ zh: title.zh, article, unit }).toEqual({
      zh: '变更起始月份',
      article: 'MCA-57 arts. 21, 32',
      unit: 'month',
    });
    expect(inputs.map(({ rule, source }) => [rule, source])).toEqual([
      ['dibao.effect.kind', 'died'],
      ['dibao.effect.happened', '发生日期 2026-07-31'],
      ['change.eventFrom', 'change.eventFrom 420582000000 自 2021-07-01：测试文件第一条'],
    ]);
  });

  it('a place that has not said from when is not guessed for', () => {
    expect(effectiveMonth({ cause: 'less' }, decidedOn, aPolicy())).toMatchObject({
      ok: false,
      refusal: { code: 'policyMissing', key: 'change.cutFrom' },
    });
  });
});

describe('for any day', () => {
  const day = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays('2022-01-01', n));
  const from = fc.constantFrom('next' as const, 'same' as const);

  it('nothing but a death, a prison, a move or an error reaches back before the month of the decision', () => {
    const cause = fc.constantFrom('more' as const, 'less' as const, 'stop' as const);
    fc.assert(
      fc.property(cause, day, from, from, (cause, on, first, cut) => {
        const found = effectiveMonth(
          { cause },
          on,
          aPolicy({ 'payment.firstMonth': first, 'change.cutFrom': cut }, on),
        );
        const month = found.ok ? found.value.value : '';
        expect([monthOf(on), firstMonthAfter(on)]).toContain(month);
      }),
    );
  });

  it('the month in which somebody died is paid, and no later one', () => {
    fc.assert(
      fc.property(day, (on) => {
        expect(monthOfEffect({ cause: 'died', on })).toBe(firstMonthAfter(on));
      }),
    );
  });
});

it('of the changes in a family those reach back, and no other', () => {
  const on = '2026-07-31';
  const changes: HouseholdChange[] = [
    { kind: 'memberDied', on, memberNo: 2 },
    { kind: 'imprisoned', on, memberNo: 2 },
    { kind: 'movedOut', on, to: dangyang },
    { kind: 'missing', on, memberNo: 2 },
    { kind: 'employed', on, memberNo: 2 },
    { kind: 'memberLeaves', on, memberNo: 2, why: 'movedOut' },
    { kind: 'movedWithinCounty', on, township: dangyang, area: 'urban' },
  ];
  expect(changes.map(reachingBack)).toEqual([
    { cause: 'died', on },
    { cause: 'imprisoned', on },
    { cause: 'movedOut', on },
    ...[undefined, undefined, undefined, undefined],
  ]);
});
