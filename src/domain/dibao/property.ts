import { ok } from '../outcome.ts';
import type { PolicyKey } from '../policy.ts';
import { fact, forEach, type Rule, rule } from '../rules.ts';
import { type DibaoFacts, fromPolicy, info } from './facts.ts';
import type { PropertyItem } from './input.ts';
import { familySize, standardKey } from './standard.ts';

/** MCA-57 art. 14: each kind of property against the local limit. True: within it. */
const article = 'MCA-57 art. 14';

function ofKind<K extends PropertyItem['kind']>(
  { input }: DibaoFacts,
  kind: K,
): readonly Extract<PropertyItem, { kind: K }>[] {
  return input.property.filter(
    (item): item is Extract<PropertyItem, { kind: K }> => item.kind === kind && item.exemption === undefined,
  );
}

const financialAssets = forEach(
  info('property.financial', '金融资产合计', 'Financial assets', article, 'fen'),
  ({ input }: DibaoFacts) => input.property.filter((item) => item.kind === 'financial'),
  fact(
    info('property.financial.item', '单项金融资产', 'One financial asset, 0 where exempt', article, 'fen'),
    ({ item }: DibaoFacts & { readonly item: Extract<PropertyItem, { kind: 'financial' }> }) =>
      ok({
        value: item.exemption === undefined ? item.amountFen : 0,
        source: `${item.source}${item.exemption ? `，豁免：${item.exemption}` : ''}`,
      }),
  ),
  (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0),
);

/** The standard of one person for a year, whatever period it is set for: the cap is a multiple of a twelfth of it. */
const standardPerYear: Rule<DibaoFacts, number> = fact(
  info('property.standardPerYear', '低保年标准', 'Standard per year', article, 'fenPerYear'),
  ({ policy, input }: DibaoFacts) => {
    const found = policy(standardKey(input));
    if (!found.ok) return found;
    const { amountFen, per } = found.value.value;
    return ok({ value: per === 'month' ? amountFen * 12 : amountFen, source: found.value.key });
  },
);

/** Multiple × monthly standard × members. Cut to the fen: for whole fen, not above the cut is not above the exact cap. */
const financialCap = rule(
  info('property.financial.cap', '金融资产上限', 'Limit of financial assets', article, 'fen'),
  {
    multiple: fromPolicy('property.financial.capMultiple', 'multiple', 'Multiple of the monthly standard'),
    standardPerYear,
    familySize,
  },
  ({ multiple, standardPerYear, familySize }) => Math.floor((multiple * standardPerYear * familySize) / 12),
);

export const financialWithin = rule(
  info('property.financial.within', '金融资产不超限', 'Financial assets within the limit', article, 'yesNo'),
  { financialAssets, financialCap },
  ({ financialAssets, financialCap }) => financialAssets <= financialCap,
);

function piecesWithin(
  kind: 'vehicle' | 'house' | 'nonResidential',
  limit: PolicyKey & `property.${string}.max`,
  zh: string,
  en: string,
) {
  return rule(
    info(`property.${kind}.within`, `${zh}不超限`, `${en} within the limit`, article, 'yesNo'),
    {
      owned: fact(info(`property.${kind}`, zh, en, article, 'pieces'), (facts: DibaoFacts) =>
        ok({ value: ofKind(facts, kind).length, source: '申报和核对，豁免的不计' }),
      ),
      limit: fromPolicy(limit, 'pieces', `${en}: limit`),
    },
    ({ owned, limit }) => owned <= limit,
  );
}

export const vehiclesWithin = piecesWithin('vehicle', 'property.vehicle.max', '机动车辆', 'Vehicles');
export const housesWithin = piecesWithin('house', 'property.house.max', '住房', 'Homes');
export const nonResidentialWithin = piecesWithin(
  'nonResidential',
  'property.nonResidential.max',
  '非居住用房',
  'Non-residential property',
);

export const businessAllowed = rule(
  info('property.business.within', '经营主体符合规定', 'Business within the rule', article, 'yesNo'),
  {
    owned: fact(info('property.business', '经营主体', 'Business owned', article, 'code'), (facts: DibaoFacts) => {
      const owned = ofKind(facts, 'business');
      const value = owned.length === 0 ? 'none' : owned.every(({ familyShop }) => familyShop) ? 'familyShop' : 'any';
      return ok({ value, source: '申报和核对' });
    }),
    allowed: fromPolicy('property.business.allowed', 'code', 'Business allowed'),
  },
  ({ owned, allowed }) => owned === 'none' || allowed === 'any' || owned === allowed,
);
