import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, type PlainMonth } from '../../src/domain/calendar.ts';
import { type ExitPeriod, type ExitRequest, gradualExit } from '../../src/domain/dibao/gradualExit.ts';
import type { AssessmentInput } from '../../src/domain/dibao/input.ts';
import { storedPolicy } from '../../src/domain/dibao/prepared.ts';
import { reasonText } from '../../src/domain/dibao/reasons.ts';
import type { Member } from '../../src/domain/household.ts';
import { fen, yuan } from '../../src/domain/money.ts';
import type { PolicyKeys } from '../../src/domain/policy.ts';
import type { Explanation } from '../../src/domain/rules.ts';
import { aPolicy, yuyang } from './policyBuilder.ts';

const on = '2026-11-20';
const grace = {
  'dibao.standard.urban': { amountFen: yuan('632.00'), per: 'month' },
  'grace.months': [
    { cause: 'employment', months: [6, 12] },
    { cause: 'pension', months: [6] },
  ],
  'grace.maxMonths': 12,
  'grace.bandMultiple': { numerator: 15, denominator: 10 },
  'grace.amountRule': 'keepBase',
} as const satisfies Partial<PolicyKeys>;

const person = (relation: Member['relation'], grade: 2 | 4): Member => ({
  relation,
  birthDate: '1975-01-01',
  situations: [],
  disability: { kind: 'physical', grade },
});
const couple = [person('applicant', 2), person('spouse', 2)];

function household(
  members: readonly Member[],
  monthlyIncome: string,
  but: Partial<AssessmentInput> = {},
): AssessmentInput {
  return {
    division: yuyang,
    on,
    residence: 'urban',
    applyingAs: 'household',
    members,
    incomes: [
      { memberIndex: 0, kind: 'transfer', source: 'declared', amountFen: yuan(monthlyIncome), period: 'month' },
    ],
    deductions: [],
    property: [],
    ...but,
  };
}

function exit(but: Partial<ExitRequest> = {}, policy: Partial<PolicyKeys> = {}) {
  const request = {
    input: household(couple, '1762.00'),
    cause: 'employment',
    baseBefore: yuan('313.00'),
    decidedOn: on,
  } as const;
  const planned = gradualExit({ ...request, ...but }, aPolicy({ ...grace, ...policy }));
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
  return planned.value;
}
const reasonsOf = (...given: Parameters<typeof exit>) => exit(...given).reasons;
const periodsOf = (...given: Parameters<typeof exit>) => exit(...given).periods;
const monthly = ({ components }: ExitPeriod) => components.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0);
const base = ({ components }: ExitPeriod) => components.find(({ component }) => component === 'base')?.fenPerMonth ?? 0;

describe('who may leave the benefit gradually (MCA-57 art. 33)', () => {
  it('E4: at 881 a head and a standard of 632 a family is above it and below 948: it may', () => {
    expect(reasonsOf({ input: household(couple, '1762.00') })).toEqual([]);
  });

  it.each([
    ['still below the standard', '1263.99', ['incomeStillBelowStandard']],
    ['exactly at the standard', '1264.00', []],
    ['exactly at the end of the band', '1896.00', []],
    ['a fen above it', '1896.01', ['incomeAboveBand']],
  ])('a family %s', (_where, income, reasons) => {
    expect(reasonsOf({ input: household(couple, income) })).toEqual(reasons);
  });

  it('only for what the place has set, for months it offers, with property within the rule', () => {
    expect(reasonsOf({ cause: 'graduation' })).toEqual(['causeNotCovered']);
    expect(reasonsOf({ cause: 'pension', months: 12 })).toEqual(['monthsNotOffered']);
    const property = [{ source: 'check', kind: 'vehicle' }] as const;
    expect(reasonsOf({ input: household(couple, '1762.00', { property }) })).toEqual(['vehiclesAboveLimit']);
  });

  it('every reason can be written in a letter', () => {
    const all = reasonsOf({
      cause: 'graduation',
      input: household(couple, '2000.00', { property: [{ source: 'check', kind: 'vehicle' }] }),
    });
    expect(all).toHaveLength(3);
    expect(all.map(reasonText).join('')).toMatch(/渐退.*第三十三条.*收入上限.*车辆/);
  });

  it('where nothing is granted, nothing is scheduled, and the tree says why', () => {
    const { periods, explanation } = exit({ cause: 'graduation' });
    expect({ periods, rule: explanation.rule, value: explanation.value }).toEqual({
      periods: [],
      rule: 'dibao.exit.reasons',
      value: ['causeNotCovered'],
    });
  });
});

describe('for how long', () => {
  const span = (periods: readonly ExitPeriod[]) => [periods[0]?.monthFrom, periods.at(-1)?.monthTo];

  it('from the month after the decision to the last day of the sixth', () => {
    expect(span(periodsOf())).toEqual(['2026-12', '2027-05']);
    expect(span(periodsOf({ decidedOn: '2026-12-31' }))).toEqual(['2027-01', '2027-06']);
  });

  it('twelve, where the place offers them and allows so many; the country allows six', () => {
    expect(span(periodsOf({ months: 12 }))).toEqual(['2026-12', '2027-11']);
    expect(span(periodsOf({ months: 12 }, { 'grace.maxMonths': 6 }))).toEqual(['2026-12', '2027-05']);
  });
});

describe('how much', () => {
  const topUps = {
    'topup.rules': [{ category: 'severeDisability', per: 'person', by: { fixedFen: yuan('104.00') } }],
  } as const;

  it('E5: 313 kept and 104 for each of two is 521; after one dies it is 417', () => {
    expect(periodsOf({}, topUps)).toEqual([
      {
        monthFrom: '2026-12',
        monthTo: '2027-05',
        components: [
          { component: 'base', fenPerMonth: 31_300 },
          { component: 'topup', fenPerMonth: 20_800 },
        ],
      },
    ]);
    const widow = household(couple.slice(0, 1), '881.00');
    expect(periodsOf({ input: widow }, topUps).map(monthly)).toEqual([41_700]);
  });

  it('what is kept is never above standard × persons: 900 for one who remains is 632', () => {
    expect(
      periodsOf({ input: household(couple.slice(0, 1), '881.00'), baseBefore: yuan('900.00') }).map(monthly),
    ).toEqual([63_200]);
  });

  it('a standard of the year caps at a twelfth of it, cut to the fen', () => {
    const rural = { residence: 'rural' } as const;
    const input = household(couple.slice(0, 1), '400.00', rural);
    const policy = { 'dibao.standard.rural': { amountFen: yuan('3617.00'), per: 'year' } } as const;
    expect(periodsOf({ input, baseBefore: yuan('900.00') }, policy).map(monthly)).toEqual([30_141]);
  });

  it('stepped: 300 over six months by 100, 60 and 30 per cent', () => {
    const stepped = { 'grace.amountRule': 'stepped', 'grace.steps': [100, 60, 30] } as const;
    const said = periodsOf({ baseBefore: yuan('300.00') }, stepped).map((period) => [
      period.monthFrom,
      period.monthTo,
      monthly(period),
    ]);
    expect(said).toEqual([
      ['2026-12', '2027-01', 30_000],
      ['2027-02', '2027-03', 18_000],
      ['2027-04', '2027-05', 9_000],
    ]);
  });

  it('a top-up that is a share of the base amount steps down with it', () => {
    const share = [{ category: 'severeDisability', per: 'household', by: { percent: 20 } }] as const;
    const stepped = { 'grace.amountRule': 'stepped', 'grace.steps': [100, 50], 'topup.rules': share } as const;
    expect(periodsOf({ baseBefore: yuan('300.00') }, stepped).map(monthly)).toEqual([36_000, 18_000]);
  });

  it('by difference: 948 × 2 − 1,762 is 134, never more than was paid before, nothing at the end of the band', () => {
    const difference = { 'grace.amountRule': 'difference' } as const;
    expect(periodsOf({}, difference).map(monthly)).toEqual([13_400]);
    expect(periodsOf({ baseBefore: yuan('100.00') }, difference).map(monthly)).toEqual([10_000]);
    expect(periodsOf({ input: household(couple, '1896.00') }, difference)).toEqual([
      { monthFrom: '2026-12', monthTo: '2027-05', components: [] },
    ]);
  });

  it('whose own share is stopped is paid none of it: by difference 134 of two is 67 of one', () => {
    const members = [
      person('applicant', 2),
      { ...person('spouse', 4), situations: ['benefitStoppedForRefusals' as const] },
    ];
    const difference = { 'grace.amountRule': 'difference' } as const;
    expect(periodsOf({ input: household(members, '1762.00') }, difference).map(monthly)).toEqual([6_700]);
  });
});

describe('it can be explained and repeated', () => {
  it('from the schedule down to the documents of the place', () => {
    const { explanation } = exit();
    const all = (node: Explanation): Explanation[] => [node, ...node.inputs.flatMap(all)];
    const sources = all(explanation).map(({ rule, source }) => `${rule}: ${source}`);
    expect(sources).toContain('dibao.exit.before: 渐退前的审核确认决定');
    expect(sources).toContain(
      'dibao.exit.offered: employment，grace.months 420582000000 自 2021-07-01：测试文件第一条',
    );
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });

  it('refuses where the place has not said how much', () => {
    const { 'grace.amountRule': _unsaid, ...rest } = grace;
    const request = {
      input: household(couple, '1762.00'),
      cause: 'employment',
      baseBefore: fen(1),
      decidedOn: on,
    } as const;
    expect(gradualExit(request, aPolicy(rest))).toMatchObject({ ok: false, refusal: { key: 'grace.amountRule' } });
    expect(gradualExit(request, aPolicy({ ...grace, 'grace.amountRule': 'stepped' }))).toMatchObject({
      ok: false,
      refusal: { key: 'grace.steps' },
    });
  });
});

describe('for any family and any rule of a place', () => {
  const steps = fc
    .array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 })
    .map((list) => list.toSorted((a, b) => b - a));
  const policy = fc.record({
    'grace.amountRule': fc.constantFrom('keepBase' as const, 'stepped' as const, 'difference' as const),
    'grace.steps': steps,
    'grace.maxMonths': fc.integer({ min: 1, max: 36 }),
    'dibao.rounding': fc.constantFrom('halfUp2dp' as const, 'ceilYuan' as const),
  });
  const given = fc.record({
    baseBefore: fc.integer({ min: 0, max: 200_000 }).map(fen),
    income: fc.integer({ min: 126_400, max: 189_600 }),
    residence: fc.constantFrom('urban' as const, 'rural' as const),
    months: fc.constantFrom(6, 12),
  });
  const planned = ({
    baseBefore,
    income,
    residence,
    months,
  }: {
    baseBefore: number;
    income: number;
    residence: 'urban' | 'rural';
    months: number;
  }) => {
    const incomes = [
      { memberIndex: 0, kind: 'wage', source: 'check', amountFen: fen(income), period: 'month' },
    ] as const;
    const input = household(couple, '0.00', { incomes, residence });
    return { input, cause: 'employment' as const, baseBefore: fen(baseBefore), decidedOn: on, months };
  };
  const rural = { 'dibao.standard.rural': { amountFen: yuan('7584.00'), per: 'year' } } as const;
  const monthsOf = ({ monthFrom, monthTo }: ExitPeriod): PlainMonth[] => {
    const months = [monthFrom];
    while ((months.at(-1) ?? '') < monthTo) months.push(addMonths(months.at(-1) ?? monthTo, 1));
    return months;
  };

  it('no month pays more than before, nor more than standard × persons, nor less than nothing; none rises', () => {
    fc.assert(
      fc.property(given, policy, (given, policy) => {
        const { reasons, periods } = exit(planned(given), { ...rural, ...policy });
        expect(reasons).toEqual([]);
        const amounts = periods.map(base);
        for (const amount of amounts) {
          expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
          expect(amount).toBeLessThanOrEqual(Math.min(given.baseBefore, 63_200 * 2));
        }
        expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
      }),
    );
  });

  it('every month of the exit is paid once: no gap, no overlap, exactly so many, and the sum of the months is the schedule', () => {
    fc.assert(
      fc.property(given, policy, (given, policy) => {
        const { periods } = exit(planned(given), { ...rural, ...policy });
        const length = Math.min(given.months, policy['grace.maxMonths']);
        const months = periods.flatMap(monthsOf);
        expect(months).toEqual(Array.from({ length }, (_, n) => addMonths('2026-12', n)));
        const byMonth = months.reduce((sum, month) => {
          const paid = periods.filter(({ monthFrom, monthTo }) => monthFrom <= month && month <= monthTo);
          return sum + paid.reduce((amount, period) => amount + monthly(period), 0);
        }, 0);
        expect(byMonth).toBe(periods.reduce((sum, period) => sum + monthly(period) * monthsOf(period).length, 0));
      }),
    );
  });

  it('repeated from what is stored with it, it is the same to the fen', () => {
    fc.assert(
      fc.property(given, policy, (given, policy) => {
        const request = planned(given);
        const first = exit(request, { ...rural, ...policy });
        const { input } = request;
        const again = gradualExit(request, storedPolicy({ input, policyUsed: first.policyUsed }));
        expect(again).toEqual({ ok: true, value: first });
      }),
    );
  });
});
