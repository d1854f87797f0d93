import { describe, expect, it } from 'vitest';
import { changeSchema } from '../../src/contracts/changes.ts';
import { checkApplication } from '../../src/domain/application.ts';
import { applyChanges } from '../../src/domain/case/applyChanges.ts';
import type { HouseholdChange } from '../../src/domain/case/changes.ts';
import { idNumber, seedHousehold } from '../support/people.ts';

const on = '2026-10-03';
const consent = { signedOn: on, signedBy: 'self' };
const grandmother = {
  memberNo: 3,
  name: '测试丙',
  idNumber: idNumber('1950-02-01'),
  relation: 'parent',
  situations: [],
};

/** One of every kind, as a clerk sends it. */
const examples: { readonly [K in HouseholdChange['kind']]: object } = {
  memberJoins: { member: { ...grandmother, consent } },
  memberBorn: {
    member: { memberNo: 3, name: '测试丁', idNumber: idNumber(on), relation: 'child' },
    guardian: { memberNo: 1, signedOn: on },
  },
  memberLeaves: { memberNo: 2, why: 'marriedAway' },
  memberDied: { memberNo: 2 },
  memberMarried: { memberNo: 2 },
  imprisoned: { memberNo: 2 },
  released: { memberNo: 2 },
  missing: { memberNo: 2 },
  found: { memberNo: 2 },
  graduated: { memberNo: 2 },
  employed: { memberNo: 2, wage: { origin: '社区工厂', amountFen: 180_000, period: 'month' } },
  situation: { memberNo: 2, situation: 'seriousIllness', holds: true },
  disability: { memberNo: 2, disability: null },
  income: { memberNo: 2, income: 'transfer', origin: '养老金', amountFen: 0, period: 'month' },
  deduction: { memberNo: 2, deduction: 'seriousIllness', amountFen: 30_000, period: 'month' },
  property: { memberNo: 2, owned: { kind: 'business', count: 1, familyShop: true } },
  jobRefused: { memberNo: 2, reference: '推荐〔2026〕17号' },
  eligibleElsewhere: { memberNo: 2, benefit: 'tekun' },
  headNamed: { memberNo: 2, relations: [{ memberNo: 1, relation: 'spouse' }] },
  movedWithinCounty: { township: '420582102000', area: 'rural' },
  movedOut: { to: '420500000000' },
};
const kinds = Object.entries(examples).map(([kind, what]) => [kind, { kind, on, ...what }] as const);

describe('a change as it is sent', () => {
  it.each(kinds)('%s is taken as it is', (_kind, change) => {
    expect(changeSchema.parse(change)).toEqual(change);
  });

  it.each(kinds)('%s with a field nobody knows is refused, not read without it', (_kind, change) => {
    expect(changeSchema.safeParse({ ...change, remark: 'x' }).success).toBe(false);
  });

  it.each(kinds)('%s on a day that does not exist is refused', (_kind, change) => {
    expect(changeSchema.safeParse({ ...change, on: '2026-02-30' }).success).toBe(false);
  });

  it.each([
    [
      'no newcomer is the applicant',
      { ...examples.memberJoins, member: { ...grandmother, relation: 'applicant', consent } },
      'memberJoins',
    ],
    ['money is whole fen', { ...examples.income, amountFen: 10.5 }, 'income'],
    [
      'money that is owned has an amount, things have a count',
      { memberNo: 2, owned: { kind: 'financial', count: 1 } },
      'property',
    ],
    ['a kind nobody knows', {}, 'promoted'],
  ])('%s', (_rule, what, kind) => {
    expect(changeSchema.safeParse({ kind, on, ...what }).success).toBe(false);
  });

  it('every kind is described in Chinese and English', () => {
    const described = changeSchema.options.map(({ shape: { kind } }) => {
      expect(kind.description, kind.value).toMatch(/^[A-Z].* \/ .*\p{Script=Han}/u);
      return kind.value;
    });
    expect(described.toSorted()).toEqual(Object.keys(examples).toSorted());
  });

  it.each(kinds)('%s as it is read is what the law applies', (kind, change) => {
    const household = checkApplication(seedHousehold(), on);
    if (!household.ok) throw new Error(household.refusal.code);
    const read = changeSchema.parse(change) as unknown as HouseholdChange;
    const applied = applyChanges(household.value, [read]);
    expect(applied).toMatchObject(kind === 'headNamed' ? { refusal: { code: 'headStands', nth: 0 } } : { ok: true });
  });
});
