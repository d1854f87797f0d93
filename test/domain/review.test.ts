import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonthsToDate, dayNumber } from '../../src/domain/calendar.ts';
import { reviewDueOn } from '../../src/domain/case/reviewDue.ts';
import type { AssessmentInput } from '../../src/domain/dibao/input.ts';
import { reviewCadence } from '../../src/domain/dibao/reviewClass.ts';
import type { Member, Situation } from '../../src/domain/household.ts';
import type { PolicyKeys } from '../../src/domain/policy.ts';
import type { Explanation } from '../../src/domain/rules.ts';
import { aPolicy, yuyang } from './policyBuilder.ts';

const on = '2026-11-02';
const law = {
  'review.months': 12,
  'review.monthsAbleToWork': 6,
  'review.monthsShortTerm': 3,
  'work.fromAge': 16,
  'work.untilAge': 60,
} as const satisfies Partial<PolicyKeys>;

function person(birthDate: string, situations: Situation[] = [], disability?: Member['disability']): Member {
  return { relation: 'spouse', birthDate, situations, ...(disability ? { disability } : {}) };
}
const old: Member = { ...person('1950-01-01'), relation: 'applicant' };

function cadence(members: readonly Member[], shortTerm = false, but: Partial<AssessmentInput> = {}) {
  const input: AssessmentInput = {
    division: yuyang,
    on,
    residence: 'urban',
    applyingAs: 'household',
    members,
    incomes: [],
    deductions: [],
    property: [],
    ...but,
  };
  const found = reviewCadence(input, { shortTerm }, aPolicy(law));
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}
const classOf = (...given: Parameters<typeof cadence>) => cadence(...given).reviewClass;

describe('the review class of a family (MCA-57 art. 31)', () => {
  it('is A where nobody can work, B where somebody can, C where an officer found short-term difficulty', () => {
    expect(cadence([old])).toMatchObject({ reviewClass: 'A', months: 12 });
    expect(cadence([old, person('1980-01-01')])).toMatchObject({ reviewClass: 'B', months: 6 });
    expect(cadence([old], true)).toMatchObject({ reviewClass: 'C', months: 3 });
  });

  const graded = (kind: NonNullable<Member['disability']>['kind'], grade: 1 | 2 | 3 | 4) => ({ kind, grade });
  it.each<[string, Member]>([
    ['sixty today', person('1966-11-02')],
    ['sixteen tomorrow', { ...person('2010-11-03'), relation: 'child' }],
    ['with an intellectual disability of grade 3', person('1980-01-01', [], graded('intellectual', 3))],
    ['with a physical disability of grade 2', person('1980-01-01', [], graded('physical', 2))],
    ['blind', person('1980-01-01', [], graded('visual', 1))],
    ['seriously ill', person('1980-01-01', ['seriousIllness'])],
    ['a student', { ...person('2006-01-01', ['fullTimeStudent']), relation: 'child' }],
    ['in prison, who is not of the household', person('1980-01-01', ['imprisoned'])],
  ])('somebody %s does not make it B', (_who, member) => {
    expect(classOf([old, member])).toBe('A');
  });

  it.each<[string, Member]>([
    ['not yet sixty', person('1966-11-03')],
    ['sixteen today', { ...person('2010-11-02'), relation: 'child' }],
    ['with a physical disability of grade 3', person('1980-01-01', [], graded('physical', 3))],
    ['with low vision of grade 2', person('1980-01-01', [], graded('visual', 2))],
    ['deaf', person('1980-01-01', [], graded('hearing', 1))],
  ])('somebody %s does', (_who, member) => {
    expect(classOf([old, member])).toBe('B');
  });

  it('of a single-person benefit the applicant alone is looked at', () => {
    expect(classOf([old, person('1980-01-01')], false, { applyingAs: 'singlePerson' })).toBe('A');
  });

  it('says why, member by member', () => {
    const all = (node: Explanation): Explanation[] => [node, ...node.inputs.flatMap(all)];
    const { explanation } = cadence([old, person('1980-01-01')]);
    const abilities = all(explanation).filter(({ rule }) => rule === 'dibao.work.ability');
    expect(new Set(abilities.map(({ value }) => value))).toEqual(new Set(['tooOld', 'able']));
    expect(explanation).toMatchObject({ title: { zh: '定期核查安排' }, value: { reviewClass: 'B', months: 6 } });
  });
});

describe('the next review', () => {
  it('is counted from the last look and not from the quarter', () => {
    expect(reviewDueOn('case', '2026-08-14', 3, 0)).toBe('2026-11-14');
  });

  const day = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays('2022-01-01', n));

  it('is never later than the law allows, at most the spread earlier, and after the last', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        day,
        fc.constantFrom(1, 3, 6, 12),
        fc.integer({ min: 0, max: 60 }),
        (caseId, last, months, spreadDays) => {
          const latest = addMonthsToDate(last, months);
          const dueOn = reviewDueOn(caseId, last, months, spreadDays);
          expect(dueOn <= latest).toBe(true);
          expect(dueOn >= addDays(latest, -spreadDays) && dueOn > last).toBe(true);
          expect(reviewDueOn(caseId, last, months, spreadDays)).toBe(dueOn);
        },
      ),
    );
  });

  it('of a village whose cases all began on one day falls on every day of the spread', () => {
    const perDay = new Map<number, number>();
    for (let n = 0; n < 700; n += 1) {
      const caseId = `0f8fad5b-d9cb-469f-a165-${String(n).padStart(12, '0')}`;
      const earlier = dayNumber('2026-11-14') - dayNumber(reviewDueOn(caseId, '2026-08-14', 3, 13));
      perDay.set(earlier, (perDay.get(earlier) ?? 0) + 1);
    }
    expect([...perDay.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, n) => n));
    expect(Math.max(...perDay.values())).toBeLessThan(100);
  });
});
