import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseholdChange } from '../../src/domain/case/changes.ts';
import { assess, replay } from '../../src/domain/dibao/assess.ts';
import type { AssessmentInput } from '../../src/domain/dibao/input.ts';
import { stoppedForRefusals } from '../../src/domain/dibao/jobRefusals.ts';
import type { Member, Situation } from '../../src/domain/household.ts';
import { fen, yuan } from '../../src/domain/money.ts';
import type { PolicyKeys } from '../../src/domain/policy.ts';
import type { Explanation } from '../../src/domain/rules.ts';
import { aPolicy, yuyang } from './policyBuilder.ts';

const on = '2026-11-02';
const refused = (day: string, reference = day, memberNo = 2): HouseholdChange => ({
  kind: 'jobRefused',
  on: day,
  memberNo,
  reference,
});

describe('refusals of suitable work (MCA-57 art. 34)', () => {
  const stopped = (changes: HouseholdChange[], windowMonths = 0, day = on) => {
    const found = stoppedForRefusals(changes, day, aPolicy({ 'job.refusals': 3, 'job.windowMonths': windowMonths }));
    if (!found.ok) throw new Error(found.refusal.key);
    return found.value;
  };
  const three = [refused('2026-03-01'), refused('2026-06-01'), refused('2026-10-01')];

  it('three of one member stop that member’s share, two do not, nor three of several', () => {
    expect(stopped(three)).toEqual([2]);
    expect(stopped(three.slice(1))).toEqual([]);
    expect(stopped([...three.slice(1), refused('2026-03-01', 'x', 3)])).toEqual([]);
  });

  it('where the place counts within six months, three in eight do not stop it, three in six do', () => {
    expect(stopped(three, 6)).toEqual([]);
    expect(stopped([refused('2026-04-01'), ...three.slice(1)], 6)).toEqual([2]);
  });

  it('one offer refused is one refusal, however often it is registered', () => {
    expect(stopped([...three.slice(1), refused('2026-10-02', '2026-10-01')])).toEqual([]);
  });

  it('work taken up ends the row and gives the share back', () => {
    const employed: HouseholdChange = { kind: 'employed', on: '2026-07-01', memberNo: 2 };
    expect(stopped([...three, employed])).toEqual([]);
    expect(stopped([...three, { ...employed, on: '2026-10-15' }])).toEqual([]);
  });

  it('on a day before the third, nothing is stopped', () => {
    expect(stopped(three, 0, '2026-09-30')).toEqual([]);
  });

  it('how many they are nobody guesses', () => {
    expect(stoppedForRefusals(three, on, aPolicy())).toMatchObject({ ok: false, refusal: { key: 'job.refusals' } });
  });
});

describe('only that person’s own share is stopped', () => {
  const person = (relation: Member['relation'], ...situations: Situation[]): Member => ({
    relation,
    birthDate: '1980-01-01',
    situations,
  });
  const family = (members: readonly Member[], incomeFen: number): AssessmentInput => ({
    division: yuyang,
    on,
    residence: 'urban',
    applyingAs: 'household',
    members,
    incomes: [{ memberIndex: 0, kind: 'transfer', source: 'declared', amountFen: fen(incomeFen), period: 'month' }],
    deductions: [],
    property: [],
  });
  const couple = (...situations: Situation[]) => [person('applicant'), person('spouse', ...situations)];
  const assessed = (input: AssessmentInput, policy: Partial<PolicyKeys> = {}) => {
    const outcome = assess(input, aPolicy(policy));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
    return outcome.value;
  };
  const stopped = couple('benefitStoppedForRefusals');

  it('the family is reckoned whole: 670 × 2 − 1,000 is 340, of which one of two gets 170', () => {
    expect(assessed(family(couple(), 100_000)).amountFen).toBe(34_000);
    expect(assessed(family(stopped, 100_000)).amountFen).toBe(17_000);
  });

  it('the income test counts them: a family of two at the standard of two is not eligible, one fen below it is', () => {
    expect(assessed(family(stopped, 134_000)).reasons).toEqual(['incomeNotBelowStandard']);
    expect(assessed(family(stopped, 133_998)).amountFen).toBe(1);
  });

  it('by tiers one share of two is paid, and a category top-up only to whom a share is paid', () => {
    const tiers = [{ belowPercent: 100, amountFen: yuan('200.00') }];
    const byTiers = { 'dibao.amountMode': 'tier', 'dibao.tiers': tiers } as const;
    expect(assessed(family(stopped, 0), byTiers).amountFen).toBe(20_000);
    const topUp = { category: 'seriousIllness', per: 'person', by: { fixedFen: yuan('104.00') } } as const;
    const ill = [
      person('applicant', 'seriousIllness'),
      person('spouse', 'seriousIllness', 'benefitStoppedForRefusals'),
    ];
    expect(assessed(family(ill, 0), { 'topup.rules': [topUp] }).components).toEqual([
      { component: 'base', fenPerMonth: 67_000 },
      { component: 'topup', fenPerMonth: 10_400 },
    ]);
  });

  it('where everybody’s share is stopped nothing is left, and the reason is named', () => {
    const everybody = [person('applicant', 'benefitStoppedForRefusals')];
    expect(assessed(family(everybody, 0))).toMatchObject({
      eligible: false,
      reasons: ['everyShareStopped'],
      amountFen: 0,
    });
  });

  it('the explanation says whose share is stopped, under its article', () => {
    const find = (node: Explanation, rule: string): Explanation[] => [
      ...(node.rule === rule ? [node] : []),
      ...node.inputs.flatMap((input) => find(input, rule)),
    ];
    const { explanation } = assessed(family(stopped, 100_000));
    const [persons] = find(explanation, 'dibao.paidPersons');
    expect(persons).toMatchObject({ value: 1, article: 'MCA-57 art. 34', title: { zh: '发放低保金的人数' } });
    expect(persons?.inputs.map(({ value, source }) => [source, value])).toEqual([
      ['成员1', true],
      ['成员2', false],
    ]);
  });

  it('the shares of all together are the whole, to the fen but for one rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_999 }), fc.integer({ min: 1, max: 2 }), (income, others) => {
        const members = (lost: number) => [
          person('applicant'),
          person('spouse', ...(lost > 0 ? (['benefitStoppedForRefusals'] as const) : [])),
          person('parent', 'supportDutyLivingTogether', ...(lost > 1 ? (['benefitStoppedForRefusals'] as const) : [])),
        ];
        const whole = assessed(family(members(0), income)).amountFen;
        const input = family(members(others), income);
        const paid = assessed(input);
        expect(Math.abs(paid.amountFen * 3 - whole * (3 - others))).toBeLessThanOrEqual(3);
        expect(replay({ input, policyUsed: paid.policyUsed })).toEqual({ ok: true, value: paid });
      }),
    );
  });
});
