import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, replay } from '../../src/domain/dibao/assess.ts';
import type { AssessmentInput, Income } from '../../src/domain/dibao/input.ts';
import type { Member, Situation } from '../../src/domain/household.ts';
import { fen, yuan } from '../../src/domain/money.ts';
import type { PolicyKeys } from '../../src/domain/policy.ts';
import type { Explanation } from '../../src/domain/rules.ts';
import { aPolicy, yuyang } from './policyBuilder.ts';

const on = '2026-11-02';

function person(relation: Member['relation'], birthDate: string, ...situations: Situation[]): Member {
  return { relation, birthDate, situations };
}

const mother = person('applicant', '1979-05-01');
const daughter: Member = {
  ...person('child', '2006-03-01', 'cannotLiveIndependently'),
  disability: { kind: 'intellectual', grade: 1 },
};

function aFamily(but: Partial<AssessmentInput> = {}): AssessmentInput {
  return {
    division: yuyang,
    on,
    residence: 'urban',
    applyingAs: 'household',
    members: [mother, daughter],
    incomes: [],
    deductions: [],
    property: [],
    ...but,
  };
}

function income(amount: string, but: Partial<Income> = {}): Income {
  return { memberIndex: 0, kind: 'transfer', source: 'declared', amountFen: yuan(amount), period: 'month', ...but };
}

function assessed(input: AssessmentInput, policy: Partial<PolicyKeys> = {}) {
  const outcome = assess(input, aPolicy(policy));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

const amountOf = (input: AssessmentInput, policy: Partial<PolicyKeys> = {}) => assessed(input, policy).amountFen;
const reasonsOf = (input: AssessmentInput, policy: Partial<PolicyKeys> = {}) => assessed(input, policy).reasons;

const three = [mother, daughter, person('child', '2015-01-01')];
const standard632 = { 'dibao.standard.urban': { amountFen: yuan('632.00'), per: 'month' } } as const;

describe('the difference to the standard (补差)', () => {
  test('E1: two persons at 670 with an income of 468 get 872.00', () => {
    const { eligible, reasons, components, amountFen } = assessed(aFamily({ incomes: [income('468.00')] }));
    expect({ eligible, reasons, components, amountFen }).toEqual({
      eligible: true,
      reasons: [],
      components: [{ component: 'base', fenPerMonth: 87_200 }],
      amountFen: 87_200,
    });
  });

  test('E2: a rural family of three at 6,000 a year with 9,000 a year gets 750.00', () => {
    const rural = aFamily({ residence: 'rural', members: three, incomes: [income('9000.00', { period: 'year' })] });
    expect(amountOf(rural)).toBe(75_000);
  });

  test('E3: 632 × 3 − 1,894 is 2; whoever divides by persons first gets 3', () => {
    const family = aFamily({ members: three, incomes: [income('1894.00')] });
    expect(amountOf(family, standard632)).toBe(200);
    expect(amountOf(family, { ...standard632, 'dibao.rounding': 'ceilYuan' })).toBe(200);
  });

  test('E6: a family exactly at the standard is not eligible; one fen below it is', () => {
    expect(reasonsOf(aFamily({ incomes: [income('1340.00')] }))).toEqual(['incomeNotBelowStandard']);
    expect(amountOf(aFamily({ incomes: [income('1339.99')] }))).toBe(1);
  });

  test('E11: at 630 with an income of 400 it was 860.00, at 670 it is 940.00', () => {
    const family = aFamily({ incomes: [income('400.00')] });
    const before = { 'dibao.standard.urban': { amountFen: yuan('630.00'), per: 'month' } } as const;
    expect([amountOf(family, before), amountOf(family)]).toEqual([86_000, 94_000]);
  });

  test("a year's income is not rounded before the end: 3,617 a year, one person, 1,000 a year is 218.08", () => {
    const rural = aFamily({ residence: 'rural', members: [mother], incomes: [income('1000.00', { period: 'year' })] });
    expect(amountOf(rural, { 'dibao.standard.rural': { amountFen: yuan('3617.00'), per: 'year' } })).toBe(21_808);
  });

  test('a county may pay whole yuan upwards, and a least amount', () => {
    const family = aFamily({ incomes: [income('1335.60')] });
    expect(amountOf(family, { 'dibao.rounding': 'ceilYuan' })).toBe(500);
    expect(amountOf(family, { 'dibao.minMonthlyFen': yuan('30.00') })).toBe(3_000);
  });

  test('a county may pay by tiers instead; then only it must have set them', () => {
    const tiers = [
      { belowPercent: 40, amountFen: yuan('400.00') },
      { belowPercent: 100, amountFen: yuan('200.00') },
    ];
    const family = aFamily({ incomes: [income('468.00')] });
    expect(amountOf(family, { 'dibao.amountMode': 'tier', 'dibao.tiers': tiers })).toBe(80_000);
    const outcome = assess(family, aPolicy({ 'dibao.amountMode': 'tier' }));
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { code: 'policyMissing', key: 'dibao.tiers', division: yuyang, on },
    });
  });
});

describe('who counts (MCA-57 art. 7)', () => {
  const countedBeside = (member: Member) => amountOf(aFamily({ members: [mother, member] })) === 134_000;

  test.each([
    [person('spouse', '1975-01-01')],
    [person('child', '2008-11-03')],
    [person('child', '2004-01-01', 'fullTimeStudent')],
    [person('child', '2004-01-01', 'cannotLiveIndependently')],
    [person('parent', '1950-01-01', 'supportDutyLivingTogether')],
  ])('counted: %o', (member) => expect(countedBeside(member)).toBe(true));

  test.each([
    [person('child', '2008-11-02')],
    [person('parent', '1950-01-01')],
    [person('spouse', '1975-01-01', 'imprisoned')],
    [person('spouse', '1975-01-01', 'compulsoryDetox')],
    [person('spouse', '1975-01-01', 'declaredMissing')],
    [person('child', '2010-01-01', 'clergyApart')],
  ])('not counted: %o', (member) => expect(countedBeside(member)).toBe(false));

  test('the income of someone who does not count does not count either', () => {
    const members = [mother, person('spouse', '1975-01-01', 'imprisoned')];
    expect(amountOf(aFamily({ members, incomes: [income('500.00', { memberIndex: 1 })] }))).toBe(67_000);
  });
});

describe('which income counts (MCA-57 art. 13)', () => {
  test('the two disability subsidies do not, where the place says so', () => {
    const family = aFamily({ incomes: [income('468.00'), income('150.00', { exemption: 'disabilitySubsidy' })] });
    expect(amountOf(family)).toBe(87_200);
    expect(amountOf(family, { 'dibao.income.alsoExempt': [] })).toBe(72_200);
  });

  test('the basic pension by a dated switch: a day nobody set it for is refused', () => {
    const family = aFamily({ incomes: [income('123.00', { exemption: 'basicPension' })] });
    expect(amountOf(family, { 'dibao.income.exemptBasicPension': true })).toBe(134_000);
    expect(amountOf(family, { 'dibao.income.exemptBasicPension': false })).toBe(121_700);
    expect(assess(family, aPolicy())).toMatchObject({ ok: false, refusal: { key: 'dibao.income.exemptBasicPension' } });
  });

  test('employment cost is taken from wages, never more than the wage; proven rigid costs from the income', () => {
    const cost = { 'dibao.income.employmentCostPercent': 30 };
    expect(amountOf(aFamily({ incomes: [income('900.00', { kind: 'wage' })] }), cost)).toBe(134_000 - 90_000 + 20_100);
    expect(amountOf(aFamily({ incomes: [income('100.00', { kind: 'wage' }), income('50.00')] }), cost)).toBe(129_000);
    const deductions = [
      { memberIndex: 1, kind: 'disability', source: 'visit', amountFen: yuan('68.00'), period: 'month' },
    ] as const;
    expect(amountOf(aFamily({ incomes: [income('468.00')], deductions }))).toBe(94_000);
  });
});

describe('property against the local limits (MCA-57 art. 14)', () => {
  const source = 'check' as const;
  test.each([
    [{ source, kind: 'financial', amountFen: yuan('32160.00') }, []],
    [{ source, kind: 'financial', amountFen: yuan('32160.01') }, ['financialAssetsAboveLimit']],
    [{ source, kind: 'financial', amountFen: yuan('99999.00'), exemption: 'houseSaleWithinYear' }, []],
    [{ source, kind: 'vehicle' }, ['vehiclesAboveLimit']],
    [{ source, kind: 'vehicle', exemption: 'rehabilitationVehicle' }, []],
    [{ source, kind: 'house' }, []],
    [{ source, kind: 'nonResidential' }, ['nonResidentialAboveLimit']],
    [{ source, kind: 'business', familyShop: true }, []],
    [{ source, kind: 'business', familyShop: false }, ['businessNotAllowed']],
  ] as const)('%o → %j', (item, reasons) => {
    expect(reasonsOf(aFamily({ property: [item] }))).toEqual(reasons);
  });

  test('every reason is named, and nothing is paid', () => {
    const property = [
      { source, kind: 'house' },
      { source, kind: 'house' },
      { source, kind: 'vehicle' },
    ] as const;
    const { eligible, reasons, components, amountFen } = assessed(aFamily({ incomes: [income('2000.00')], property }));
    expect({ eligible, reasons, components, amountFen }).toEqual({
      eligible: false,
      reasons: ['incomeNotBelowStandard', 'vehiclesAboveLimit', 'housesAboveLimit'],
      components: [],
      amountFen: 0,
    });
  });
});

describe('category top-ups (分类施保)', () => {
  const perPerson = { category: 'severeDisability', per: 'person', by: { fixedFen: yuan('104.00') } } as const;
  const two = [mother, daughter].map((member) => ({ ...member, disability: { kind: 'physical', grade: 2 } as const }));

  test('E5: 104 for each of two eligible persons on a base of 313 is 521; after one dies 417', () => {
    const policy = { 'topup.rules': [perPerson] };
    expect(assessed(aFamily({ members: two, incomes: [income('1027.00')] }), policy)).toMatchObject({
      components: [
        { component: 'base', fenPerMonth: 31_300 },
        { component: 'topup', fenPerMonth: 20_800 },
      ],
      amountFen: 52_100,
    });
    expect(amountOf(aFamily({ members: two.slice(0, 1), incomes: [income('357.00')] }), policy)).toBe(41_700);
  });

  test('one person of two categories gets the higher one, or both, as the place says', () => {
    const rules = [perPerson, { category: 'minor', per: 'person', by: { fixedFen: yuan('50.00') } } as const];
    const members = [mother, { ...daughter, birthDate: '2015-01-01' }];
    const topUp = (combine: 'highest' | 'sum') =>
      amountOf(aFamily({ members }), { 'topup.rules': rules, 'topup.combine': combine }) - 134_000;
    expect([topUp('highest'), topUp('sum')]).toEqual([10_400, 15_400]);
  });

  test('a share is of the base amount: of the household, or of the part of each eligible person', () => {
    const share = (per: 'person' | 'household') => [
      { category: 'severeDisability', per, by: { percent: 20 } } as const,
    ];
    expect(amountOf(aFamily({ incomes: [income('340.00')] }), { 'topup.rules': share('household') })).toBe(120_000);
    expect(amountOf(aFamily({ incomes: [income('340.00')] }), { 'topup.rules': share('person') })).toBe(110_000);
  });
});

describe('single-person application (单人保, MCA-57 art. 8)', () => {
  const members = [
    { ...daughter, relation: 'applicant' as const },
    person('parent', '1979-05-01', 'supportDutyLivingTogether'),
  ];
  const single = (but: Partial<AssessmentInput> = {}) =>
    aFamily({
      applyingAs: 'singlePerson',
      members,
      incomes: [income('1500.00', { memberIndex: 1 }), income('70.00')],
      ...but,
    });

  test('someone severely disabled in an edge family is assisted alone', () => {
    expect(assessed(single())).toMatchObject({ eligible: true, amountFen: 60_000 });
  });

  test.each([
    ['a family that qualifies is admitted whole', { incomes: [income('70.00')] }, 'familyQualifiesAsWhole'],
    [
      'a family at the edge line is not below it',
      { incomes: [income('2010.00', { memberIndex: 1 })] },
      'incomeAboveEdge',
    ],
    [
      'someone with enough of their own',
      { incomes: [income('700.00'), income('800.00', { memberIndex: 1 })] },
      'incomeNotBelowStandard',
    ],
    [
      'someone able to work',
      { members: [person('applicant', '1990-01-01'), ...members.slice(1)] },
      'noSinglePersonGround',
    ],
  ] as const)('%s is not eligible', (_what, but, reason) => {
    expect(reasonsOf(single(but))).toEqual([reason]);
  });
});

describe('an assessment can be repeated', () => {
  test('from what was stored with it and nothing else, whatever is in force by then', () => {
    const input = aFamily({
      residence: 'rural',
      incomes: [income('3333.33', { period: 'year' }), income('20.00', { exemption: 'scholarship' })],
    });
    const first = assessed(input);
    const stored = JSON.parse(JSON.stringify({ input, policyUsed: first.policyUsed }));
    expect(replay(stored)).toEqual({ ok: true, value: first });
  });

  test('its explanation reaches from the amount to the document of the standard and each declared figure', () => {
    const { explanation } = assessed(aFamily({ incomes: [income('468.00')] }));
    const leaves = (node: Explanation): Explanation[] =>
      node.inputs.length === 0 ? [node] : node.inputs.flatMap(leaves);
    expect(leaves(explanation).find(({ rule }) => rule === 'dibao.standard')).toMatchObject({
      value: 67_000,
      unit: 'fenPerMonth',
      source: '670.00元/月，dibao.standard.urban 420582000000 自 2021-07-01：测试文件第一条',
    });
    expect(leaves(explanation).map(({ source }) => source)).toContain('declared：468.00元/月');
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });

  test('a day before the rules were in force is answered as such', () => {
    const book = aPolicy({}, '2021-07-02');
    expect(assess(aFamily({ on: '2021-06-30' }), book)).toMatchObject({
      ok: false,
      refusal: { code: 'ruleNotInForce' },
    });
  });

  test('a standard nobody set is refused', () => {
    const nothing = aPolicy({}, '2020-01-01');
    expect(assess(aFamily(), nothing)).toMatchObject({
      ok: false,
      refusal: { code: 'policyMissing', key: 'dibao.standard.urban' },
    });
  });
});

describe('for any family', () => {
  const incomes = fc.array(
    fc.record({
      memberIndex: fc.integer({ min: 0, max: 1 }),
      kind: fc.constantFrom('wage' as const, 'transfer' as const, 'business' as const),
      source: fc.constant('declared' as const),
      amountFen: fc.integer({ min: 0, max: 200_000 }).map(fen),
      period: fc.constantFrom('month' as const, 'year' as const),
    }),
    { maxLength: 4 },
  );
  const residence = fc.constantFrom('urban' as const, 'rural' as const);
  const policy = fc.record({
    'dibao.rounding': fc.constantFrom('halfUp2dp' as const, 'ceilYuan' as const),
    'dibao.income.employmentCostPercent': fc.integer({ min: 0, max: 50 }),
    'topup.rules': fc.constantFrom(
      [],
      [{ category: 'severeDisability' as const, per: 'person' as const, by: { percent: 15 } }],
    ),
  });

  test('the amount is whole fen, never negative, and exactly the difference of the sums, once rounded', () => {
    fc.assert(
      fc.property(incomes, residence, (incomes, residence) => {
        const { amountFen, eligible } = assessed(aFamily({ incomes, residence }));
        const counted = incomes.reduce(
          (sum, { amountFen, period }) => sum + BigInt(amountFen) * (period === 'month' ? 12n : 1n),
          0n,
        );
        const missing = (residence === 'urban' ? 67_000n * 12n : 600_000n) * 2n - counted;
        expect(eligible).toBe(missing > 0n);
        expect(amountFen).toBe(missing > 0n ? Number((2n * missing + 12n) / 24n) : 0);
      }),
    );
  });

  test('more income never means more money', () => {
    fc.assert(
      fc.property(incomes, incomes, residence, policy, (some, more, residence, policy) => {
        const amount = (incomes: Income[]) => amountOf(aFamily({ incomes, residence }), policy);
        expect(amount([...some, ...more])).toBeLessThanOrEqual(amount(some));
      }),
    );
  });

  test('a replay from stored data gives the same fen', () => {
    fc.assert(
      fc.property(incomes, residence, policy, (incomes, residence, policy) => {
        const input = aFamily({ incomes, residence });
        const first = assessed(input, policy);
        expect(replay({ input, policyUsed: first.policyUsed })).toEqual({ ok: true, value: first });
      }),
    );
  });
});
