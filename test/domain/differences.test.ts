import { expect, it } from 'vitest';
import { checkApplication } from '../../src/domain/application.ts';
import type { Declaration } from '../../src/domain/case/declaration.ts';
import { deceasedOf, differencesOf } from '../../src/domain/case/differences.ts';
import type { Finding } from '../../src/domain/case/evidence.ts';
import { figuresOf } from '../../src/domain/case/figures.ts';
import { seedHousehold } from '../support/people.ts';

function declared(): Declaration {
  const checked = checkApplication(seedHousehold(), '2026-12-01');
  if (!checked.ok) throw new Error('the seed is a valid application');
  return checked.value;
}

const wage = (source: string, amountFen: number): Finding => ({
  memberNo: 1,
  source,
  what: { income: 'wage', amountFen, per: 'month' },
});
const deposit = (source: string, amountFen: number): Finding => ({
  memberNo: 1,
  source,
  what: { property: 'financial', amountFen },
});

const found = (...findings: Finding[]) => differencesOf(declared(), { findings, statuses: [] });

it('sees no difference where the sources know as much as the family said, or less', () => {
  expect(found(wage('tax', 46_800), wage('socialInsurance', 30_000))).toEqual([]);
});

it('takes two sources that know of a wage for one wage, at the larger figure', () => {
  const differences = found(wage('tax', 60_000), wage('socialInsurance', 65_000));
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ nth: 1, declared: 46_800 * 12, found: 65_000 * 12 });
  const { incomes } = figuresOf(declared(), differences);
  expect(incomes).toEqual([{ memberNo: 1, kind: 'wage', amountFen: 65_000, period: 'month', source: 'check' }]);
});

it('adds up what is owned over the sources, so that two deposits do not hide behind each other', () => {
  const differences = found(deposit('bank', 100_000), deposit('securities', 250_000));
  expect(differences).toEqual([expect.objectContaining({ declared: 0, found: 350_000 })]);
});

it('keeps the declared figure where the declaration stands', () => {
  const { incomes } = figuresOf(declared(), []);
  expect(incomes).toEqual([{ memberNo: 1, kind: 'wage', amountFen: 46_800, period: 'month', source: 'declared' }]);
});

it('takes what the visitors saw for the same thing a source knows, at the larger figure', () => {
  const car = (source: string, count: number): Finding => ({
    memberNo: 1,
    source,
    what: { property: 'vehicle', count },
  });
  expect(found(car('vehicle', 1), car('visit', 1))).toEqual([expect.objectContaining({ declared: 0, found: 1 })]);
});

it('leaves what the family declared as exempt out of a larger figure of the same kind', () => {
  const household = seedHousehold();
  const declaration = {
    ...declared(),
    incomes: [
      {
        memberNo: 2,
        kind: 'transfer',
        origin: '残疾人两项补贴',
        amountFen: 15_000,
        period: 'month',
        exemption: 'disabilitySubsidy',
      },
    ] as unknown as typeof household.incomes,
  };
  const pension: Finding = {
    memberNo: 2,
    source: 'socialInsurance',
    what: { income: 'transfer', amountFen: 40_000, per: 'month' },
  };
  const differences = differencesOf(declaration, { findings: [pension], statuses: [] });
  expect(figuresOf(declaration, differences).incomes.map(({ amountFen, exemption }) => [amountFen, exemption])).toEqual(
    [
      [15_000, 'disabilitySubsidy'],
      [25_000, undefined],
    ],
  );
});

it('a death found by the check is a difference; where it stands, the member no longer counts', () => {
  const status = { memberNo: 2, source: 'death', status: 'death', on: '2026-11-02' } as const;
  const differences = differencesOf(declared(), { findings: [wage('tax', 60_000)], statuses: [status] });
  expect(differences).toEqual([expect.objectContaining({ nth: 1, found: 60_000 * 12 }), { nth: 2, status }]);
  expect(deceasedOf(differences)).toEqual([2]);
  expect(deceasedOf(differences.slice(0, 1))).toEqual([]);
});
