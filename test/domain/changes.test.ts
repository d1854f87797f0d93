import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkApplication } from '../../src/domain/application.ts';
import { applyChanges, nextMemberNo } from '../../src/domain/case/applyChanges.ts';
import type { HouseholdChange } from '../../src/domain/case/changes.ts';
import type { Declaration } from '../../src/domain/case/declaration.ts';
import { headOf } from '../../src/domain/case/headOf.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { fen } from '../../src/domain/money.ts';
import { idNumber, ruralHousehold } from '../support/people.ts';

const on = '2026-10-03';
const consent = { signedOn: on, signedBy: 'self' as const };

/** A couple (1, 2) and their child of eleven (3). */
const family = declared();

function declared(): Declaration {
  const taken = checkApplication(ruralHousehold(), '2026-06-01');
  if (!taken.ok) throw new Error(taken.refusal.code);
  return taken.value;
}

function standing(...changes: HouseholdChange[]): Declaration {
  const applied = applyChanges(family, changes);
  if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
  return applied.value;
}

const refusalOf = (...changes: HouseholdChange[]) => {
  const applied = applyChanges(family, changes);
  return applied.ok ? undefined : applied.refusal;
};
const numbersOf = ({ members }: Declaration) => members.map(({ memberNo }) => memberNo);
const memberOf = ({ members }: Declaration, no: number) => members.find(({ memberNo }) => memberNo === no);
const newcomer = (memberNo: number, but = {}) =>
  ({
    memberNo,
    name: '测试壬',
    idNumber: idNumber('1950-02-01'),
    relation: 'parent',
    situations: [],
    consent,
    ...but,
  }) as const;
const died = (memberNo: number, day = on): HouseholdChange => ({ kind: 'memberDied', on: day, memberNo });

describe('who belongs to the household', () => {
  it('whoever joins comes with their date of birth and their consent', () => {
    const joined = standing({ kind: 'memberJoins', on, member: newcomer(4) });
    expect(numbersOf(joined)).toEqual([1, 2, 3, 4]);
    expect(memberOf(joined, 4)).toMatchObject({ birthDate: '1950-02-01', relation: 'parent', consent });
  });

  it('a newborn is asked for nothing: a guardian signs', () => {
    const member = { memberNo: 4, name: '测试癸', idNumber: idNumber(on), relation: 'child' } as const;
    const born = standing({ kind: 'memberBorn', on, member, guardian: { memberNo: 2, signedOn: '2026-10-20' } });
    expect(memberOf(born, 4)).toMatchObject({
      birthDate: on,
      situations: [],
      consent: { signedOn: '2026-10-20', signedBy: 'guardian' },
    });
  });

  it.each([
    ['dies', died(2)],
    ['moves out', { kind: 'memberLeaves', on, memberNo: 2, why: 'movedOut' }],
    ['has another benefit', { kind: 'eligibleElsewhere', on, memberNo: 2, benefit: 'tekun' }],
  ] as const)('whoever %s is gone with all that was theirs', (_what, change) => {
    const had = standing(
      { kind: 'income', on, memberNo: 2, income: 'wage', origin: '零工', amountFen: fen(50_000), period: 'month' },
      { kind: 'deduction', on, memberNo: 2, deduction: 'disability', amountFen: fen(1_000), period: 'month' },
      { kind: 'property', on, memberNo: 2, owned: { kind: 'vehicle', count: 1 } },
      change,
    );
    expect(numbersOf(had)).toEqual([1, 3]);
    const theirs = [...had.incomes, ...had.deductions, ...had.property].filter(({ memberNo }) => memberNo === 2);
    expect(theirs).toEqual([]);
  });

  it('somebody married stays until they go, somebody in prison or missing until they come back', () => {
    expect(standing({ kind: 'memberMarried', on, memberNo: 2 })).toEqual(family);
    const away = standing({ kind: 'imprisoned', on, memberNo: 2 }, { kind: 'missing', on, memberNo: 3 });
    expect([memberOf(away, 2)?.situations, memberOf(away, 3)?.situations]).toEqual([
      ['imprisoned'],
      ['declaredMissing'],
    ]);
    const back: HouseholdChange[] = [
      { kind: 'imprisoned', on, memberNo: 2 },
      { kind: 'released', on: '2027-01-01', memberNo: 2 },
      { kind: 'missing', on, memberNo: 3 },
      { kind: 'found', on: '2027-01-01', memberNo: 3 },
    ];
    expect(standing(...back)).toEqual(family);
  });
});

describe('what the household has', () => {
  it('an income is all a member has of its kind; nothing is nothing; what is exempt stands beside it', () => {
    const wage = (amount: number, day = on): HouseholdChange => ({
      kind: 'employed',
      on: day,
      memberNo: 2,
      wage: { origin: '社区工厂', amountFen: fen(amount), period: 'month' },
    });
    const subsidy: HouseholdChange = {
      kind: 'income',
      on,
      memberNo: 2,
      income: 'transfer',
      origin: '残疾人两项补贴',
      amountFen: fen(15_000),
      period: 'month',
      exemption: 'disabilitySubsidy',
    };
    const pension = { ...subsidy, origin: '养老金', amountFen: fen(20_000), exemption: undefined };
    const { exemption: _none, ...counted } = pension;
    const working = standing(wage(100_000), wage(180_000, '2026-12-01'), subsidy, counted as HouseholdChange);
    expect(memberOf(working, 2)?.situations).toEqual(['employed']);
    expect(working.incomes.filter(({ memberNo }) => memberNo === 2)).toMatchObject([
      { kind: 'transfer', amountFen: 15_000, exemption: 'disabilitySubsidy' },
      { kind: 'transfer', amountFen: 20_000 },
      { kind: 'wage', amountFen: 180_000 },
    ]);
    const lost: HouseholdChange = {
      kind: 'income',
      on: '2027-02-01',
      memberNo: 2,
      income: 'wage',
      origin: '失业',
      amountFen: fen(0),
      period: 'month',
    };
    expect(standing(wage(100_000), lost).incomes).toEqual(family.incomes);
  });

  it('property likewise: a sum of money, or so many pieces', () => {
    const owns = (count: number, day: string): HouseholdChange => ({
      kind: 'property',
      on: day,
      memberNo: 1,
      owned: { kind: 'house', count },
    });
    const money: HouseholdChange = {
      kind: 'property',
      on,
      memberNo: 1,
      owned: { kind: 'financial', amountFen: fen(9) },
    };
    expect(standing(owns(2, on), owns(1, '2026-11-01'), money).property).toEqual([
      { memberNo: 1, kind: 'financial', amountFen: 9 },
      { memberNo: 1, kind: 'house', count: 1 },
    ]);
    expect(standing(owns(2, on), owns(0, '2026-11-01')).property).toEqual([]);
  });

  it('a disability is as the certificate says, and gone with it', () => {
    const graded: HouseholdChange = { kind: 'disability', on, memberNo: 1, disability: { kind: 'visual', grade: 1 } };
    expect(memberOf(standing(graded), 1)?.disability).toEqual({ kind: 'visual', grade: 1 });
    expect(standing(graded, { kind: 'disability', on: '2026-12-01', memberNo: 1, disability: null })).toEqual(family);
  });

  it('a move within the county takes the household to its new township', () => {
    const township = '420582102000' as DivisionCode;
    expect(standing({ kind: 'movedWithinCounty', on, township, area: 'urban' })).toMatchObject({
      township,
      area: 'urban',
    });
  });
});

describe('changes come in the order in which they happened, not in which they were reported', () => {
  it('what happened later holds', () => {
    const study = (holds: boolean, day: string): HouseholdChange => ({
      kind: 'situation',
      on: day,
      memberNo: 3,
      situation: 'fullTimeStudent',
      holds,
    });
    const reported = standing({ kind: 'graduated', on: '2026-11-01', memberNo: 3 }, study(true, '2026-09-01'));
    expect(memberOf(reported, 3)?.situations).toEqual([]);
    expect(memberOf(standing(study(true, on), study(false, on)), 3)?.situations).toEqual([]);
  });

  it('the refusal names the change by its place in the list as it was given', () => {
    const wage: HouseholdChange = { kind: 'graduated', on: '2026-12-01', memberNo: 2 };
    expect(refusalOf(wage, died(2))).toEqual({ code: 'memberHasLeft', nth: 0 });
    expect(refusalOf(died(2, '2026-12-02'), wage)).toBeUndefined();
  });
});

describe('a change that does not fit is refused', () => {
  const member = newcomer(4);
  it.each<[string, HouseholdChange[]]>([
    ['noSuchMember', [{ kind: 'graduated', on, memberNo: 9 }]],
    [
      'noSuchMember',
      [
        {
          kind: 'memberBorn',
          on,
          member: { ...member, idNumber: idNumber(on) },
          guardian: { memberNo: 9, signedOn: on },
        },
      ],
    ],
    ['memberHasLeft', [died(2), died(2, '2026-10-04')]],
    ['memberNoTaken', [{ kind: 'memberJoins', on, member: newcomer(3) }]],
    ['memberNoTaken', [died(3), { kind: 'memberJoins', on: '2026-11-01', member: newcomer(3) }]],
    ['idNumberInvalid', [{ kind: 'memberJoins', on, member: newcomer(4, { idNumber: '420582195002010001' }) }]],
    [
      'personTwiceInHousehold',
      [{ kind: 'memberJoins', on, member: newcomer(4, { idNumber: family.members[1]?.idNumber }) }],
    ],
    ['consentMissing', [{ kind: 'memberJoins', on, member: newcomer(4, { consent: undefined }) }]],
    ['bornOnAnotherDay', [{ kind: 'memberBorn', on, member, guardian: { memberNo: 1, signedOn: on } }]],
    ['headStands', [{ kind: 'headNamed', on, memberNo: 2, relations: [] }]],
    [
      'cannotBeHead',
      [died(1), { kind: 'headNamed', on, memberNo: 3, relations: [{ memberNo: 2, relation: 'parent' }] }],
    ],
    ['relationsIncomplete', [died(1), { kind: 'headNamed', on, memberNo: 2, relations: [] }]],
    [
      'relationsIncomplete',
      [died(1), { kind: 'headNamed', on, memberNo: 2, relations: [{ memberNo: 2, relation: 'child' }] }],
    ],
  ])('%s: %j', (code, changes) => {
    expect(refusalOf(...changes)?.code).toBe(code);
  });
});

describe('the head of the household (MCA-57 art. 4)', () => {
  it('is the applicant, as long as that one lives with the family', () => {
    expect(headOf(family, on)).toEqual({ named: 1 });
  });

  it.each<[string, HouseholdChange]>([
    ['dead', died(1)],
    ['gone', { kind: 'memberLeaves', on, memberNo: 1, why: 'movedOut' }],
    ['in prison', { kind: 'imprisoned', on, memberNo: 1 }],
    ['missing', { kind: 'missing', on, memberNo: 1 }],
  ])('once that one is %s, a grown member may be named', (_how, change) => {
    expect(headOf(standing(change), on)).toEqual({ mayBe: [2] });
  });

  it('children alone need a guardian; of a single-person benefit nobody is left', () => {
    expect(headOf(standing(died(1), died(2)), on)).toEqual({ mayBe: [] });
    expect(headOf({ ...standing(died(1)), applyingAs: 'singlePerson' }, on)).toEqual({ mayBe: [] });
  });

  it('the family names it and says what everybody is to that person; the number of each stays', () => {
    const named = standing(died(1), {
      kind: 'headNamed',
      on,
      memberNo: 2,
      relations: [{ memberNo: 3, relation: 'child' }],
    });
    expect(named.members.map(({ memberNo, relation }) => [memberNo, relation])).toEqual([
      [2, 'applicant'],
      [3, 'child'],
    ]);
    expect(headOf(named, on)).toEqual({ named: 2 });
  });

  it('whoever comes back from prison is a member like any other', () => {
    const relations = [
      { memberNo: 1, relation: 'spouse' as const },
      { memberNo: 3, relation: 'child' as const },
    ];
    const back = standing(
      { kind: 'imprisoned', on, memberNo: 1 },
      { kind: 'headNamed', on, memberNo: 2, relations },
      { kind: 'released', on: '2027-03-01', memberNo: 1 },
    );
    expect(headOf(back, on)).toEqual({ named: 2 });
    expect(numbersOf(back)).toEqual([2, 1, 3]);
  });
});

describe('for any changes', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-10-${String(n).padStart(2, '0')}`);
  const about = fc.record({ on: day, memberNo: fc.integer({ min: 1, max: 5 }) });
  const change = fc.oneof(
    about.map((one): HouseholdChange => ({ kind: 'memberDied', ...one })),
    about.map((one): HouseholdChange => ({ kind: 'imprisoned', ...one })),
    about.map((one): HouseholdChange => ({ kind: 'released', ...one })),
    about.map((one): HouseholdChange => ({ kind: 'memberJoins', on: one.on, member: newcomer(one.memberNo + 2) })),
    about.map(
      (one): HouseholdChange => ({ kind: 'property', ...one, owned: { kind: 'house', count: one.memberNo % 2 } }),
    ),
  );
  const changes = fc.array(change, { maxLength: 8 });

  it('nobody appears who did not join, every number is one person’s, and what is there belongs to somebody', () => {
    fc.assert(
      fc.property(changes, (changes) => {
        const applied = applyChanges(family, changes);
        if (!applied.ok) {
          expect(changes[applied.refusal.nth]).toBeDefined();
          return;
        }
        const numbers = numbersOf(applied.value);
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(new Set(applied.value.members.map(({ idNumber }) => idNumber)).size).toBe(numbers.length);
        const owners = [...applied.value.incomes, ...applied.value.property].map(({ memberNo }) => memberNo);
        expect(numbers).toEqual(expect.arrayContaining(owners));
        expect(numbers).not.toContain(nextMemberNo(family, changes));
      }),
    );
  });

  it('those of different days may be given in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(change, { selector: ({ on }) => on, maxLength: 6 }), fc.nat(), (changes, turn) => {
        const turned = [
          ...changes.slice(turn % (changes.length + 1)),
          ...changes.slice(0, turn % (changes.length + 1)),
        ];
        const [one, other] = [applyChanges(family, changes), applyChanges(family, turned)];
        expect(other.ok).toBe(one.ok);
        if (one.ok) expect(other).toEqual(one);
      }),
    );
  });
});
