import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { fen, yuan } from '../../src/domain/money.ts';
import {
  type PolicyKey,
  type PolicyKeys,
  type PolicyLookup,
  type PolicyValue,
  policyBook,
  policyLookup,
} from '../../src/domain/policy.ts';

export const dangyang = '420582000000' as DivisionCode;
export const yuyang = '420582001000' as DivisionCode;

/** A dated value, of Dangyang, in force and known since 2021, unless said otherwise. */
export function aValue<K extends PolicyKey>(
  key: K,
  value: PolicyKeys[K],
  but: Partial<Omit<PolicyValue, 'key' | 'value'>> = {},
): PolicyValue<K> {
  return {
    division: dangyang,
    key,
    value,
    unit: 'text',
    effectiveFrom: '2021-07-01',
    effectiveTo: null,
    knownFrom: '2021-07-01',
    ground: '测试文件第一条',
    setBy: '测试',
    level: 'local',
    ...but,
  };
}

/** All an assessment asks for; a test names what is its own. */
export const plainPolicy: Partial<PolicyKeys> = {
  'dibao.standard.urban': { amountFen: yuan('670.00'), per: 'month' },
  'dibao.standard.rural': { amountFen: yuan('6000.00'), per: 'year' },
  'dibao.amountMode': 'difference',
  'dibao.rounding': 'halfUp2dp',
  'dibao.minMonthlyFen': fen(0),
  'dibao.edge.multiple': { numerator: 15, denominator: 10 },
  'dibao.income.exempt': ['veteranPension', 'scholarship', 'socialAssistance'],
  'dibao.income.alsoExempt': ['disabilitySubsidy'],
  'dibao.income.employmentCostPercent': 0,
  'property.financial.capMultiple': 24,
  'property.vehicle.max': 0,
  'property.house.max': 1,
  'property.nonResidential.max': 0,
  'property.business.allowed': 'familyShop',
  'topup.rules': [],
  'topup.combine': 'highest',
  'topup.elderlyAge': 60,
};

export function aPolicy(but: Partial<PolicyKeys> = {}, on = '2026-11-02'): PolicyLookup {
  const entries = Object.entries({ ...plainPolicy, ...but }) as [PolicyKey, PolicyKeys[PolicyKey]][];
  return policyLookup(policyBook(entries.map(([key, value]) => aValue(key, value))), yuyang, on, on);
}
