import { expect, it } from 'vitest';
import { checkApplication } from '../../src/domain/application.ts';
import type { Declaration } from '../../src/domain/case/declaration.ts';
import { differencesOf, type Finding, figuresOf } from '../../src/domain/case/differences.ts';
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

it('sees no difference where the sources know as much as the family said, or less', () => {
  expect(differencesOf(declared(), [wage('tax', 46_800), wage('socialInsurance', 30_000)])).toEqual([]);
});

it('takes two sources that know of a wage for one wage, at the larger figure', () => {
  const differences = differencesOf(declared(), [wage('tax', 60_000), wage('socialInsurance', 65_000)]);
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ nth: 1, declared: 46_800 * 12, found: 65_000 * 12 });
  const { incomes } = figuresOf(declared(), differences);
  expect(incomes).toEqual([{ memberNo: 1, kind: 'wage', amountFen: 65_000, period: 'month', source: 'check' }]);
});

it('adds up what is owned over the sources, so that two deposits do not hide behind each other', () => {
  const differences = differencesOf(declared(), [deposit('bank', 100_000), deposit('securities', 250_000)]);
  expect(differences).toEqual([expect.objectContaining({ declared: 0, found: 350_000 })]);
});

it('keeps the declared figure where the declaration stands', () => {
  const { incomes } = figuresOf(declared(), []);
  expect(incomes).toEqual([{ memberNo: 1, kind: 'wage', amountFen: 46_800, period: 'month', source: 'declared' }]);
});
