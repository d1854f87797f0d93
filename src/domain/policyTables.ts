import type { Fen } from './money.ts';
import { type Form, listOf, type Ratio, ratio, readObject, readYuan, whole, yesNo } from './policyForms.ts';

/** A source of the economic-status check (家庭经济状况核对); without the answer of a mandatory one a report is incomplete. */
export type CheckSource = {
  readonly source: CheckSourceCode;
  readonly mandatory: boolean;
};

export const checkSourceCodes = [
  'householdRegistration',
  'tax',
  'socialInsurance',
  'realEstate',
  'marketRegulation',
  'housingFund',
  'vehicle',
  'bank',
  'insurance',
  'securities',
  'nonBankPayment',
  'marriage',
  'death',
  'financeFedStaff',
] as const;
type CheckSourceCode = (typeof checkSourceCodes)[number];

/** One tier (分档): families with income per head below this share of the standard get this amount per counted person. */
type Tier = {
  readonly belowPercent: number;
  readonly amountFen: Fen;
};

const topUpCategories = ['elderly', 'minor', 'severeDisability', 'seriousIllness'] as const;
export type TopUpCategory = (typeof topUpCategories)[number];

/** A category top-up (分类施保): a fixed amount, or a share of the base amount, for each eligible person or once for the household. */
export type TopUpRule = {
  readonly category: TopUpCategory;
  readonly per: 'person' | 'household';
  readonly by: { readonly fixedFen: Fen } | { readonly percent: number };
};

export const exitCauses = ['employment', 'pension', 'graduation'] as const;
/** What lifted a family above the standard, where it may leave the benefit gradually (渐退). */
export type ExitCause = (typeof exitCauses)[number];

/** How many months a family may keep a benefit it has grown out of: one number, or several to choose from. */
type Grace = {
  readonly cause: ExitCause;
  readonly months: readonly number[];
};

/** What temporary assistance is asked for, where no emergency is the cause (支出型). */
export const temporaryCauses = ['illness', 'education', 'accident', 'disaster', 'living'] as const;
export type TemporaryCause = (typeof temporaryCauses)[number];

export const degrees = ['light', 'heavy', 'severe'] as const;
export type Degree = (typeof degrees)[number];

/**
 * One degree of a cause: what the family had to pay itself is at least so many times the monthly standard of all its
 * members; it is helped with the standard of so many months.
 */
export type DegreeRow = {
  readonly cause: TemporaryCause;
  readonly degree: Degree;
  readonly fromMultiple: Ratio;
  readonly months: number;
};

export function readCode(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^[a-zA-Z]+$/.test(raw) ? raw : undefined;
}

function readPercent(raw: unknown): number | undefined {
  return whole('percent', 1, 100).parse(raw, 'percent');
}

export function oneOf<const C extends string>(codes: readonly C[]): (raw: unknown) => C | undefined {
  return (raw) => codes.find((code) => code === raw);
}

function readTier(raw: unknown): Tier | undefined {
  const tier = readObject<{ belowPercent: number; amount: Fen }>(raw, { belowPercent: readPercent, amount: readYuan });
  return tier && { belowPercent: tier.belowPercent, amountFen: tier.amount };
}

/** Rising shares that end at 100, so that every eligible family falls into a tier, and into the first that fits. */
export function tiers(): Form<readonly Tier[]> {
  const example = "{ belowPercent: 30, amount: '400.00' }";
  const form = listOf(`${example}，比例递增至 100`, `${example}, shares rising to 100`, readTier, 1);
  const rises = (list: readonly Tier[]) =>
    list.every((tier, n) => tier.belowPercent > (list[n - 1]?.belowPercent ?? 0));
  return {
    ...form,
    parse: (raw, unit) => {
      const list = form.parse(raw, unit);
      return list && rises(list) && list.at(-1)?.belowPercent === 100 ? list : undefined;
    },
  };
}

/** Shares of the amount, none above the one before, so that a gradual exit only ever falls. */
export function steps(): Form<readonly number[]> {
  const form = listOf('百分比，逐项不增，如 100, 60, 30', 'a percentage not above the one before', readPercent, 1);
  const falls = (list: readonly number[]) => list.every((percent, n) => percent <= (list[n - 1] ?? 100));
  return {
    ...form,
    parse: (raw, unit) => {
      const list = form.parse(raw, unit);
      return list && falls(list) ? list : undefined;
    },
  };
}

export function readGrace(raw: unknown): Grace | undefined {
  const months = listOf('月数', 'months', (each) => whole('months', 1, 60).parse(each, 'months'), 1);
  return readObject<Grace>(raw, { cause: oneOf(exitCauses), months: (value) => months.parse(value, 'list') });
}

export function readTopUp(raw: unknown): TopUpRule | undefined {
  const who = { category: oneOf(topUpCategories), per: oneOf(['person', 'household'] as const) };
  type Who = Pick<TopUpRule, 'category' | 'per'>;
  const fixed = readObject<Who & { fixed: Fen }>(raw, { ...who, fixed: readYuan });
  if (fixed) return { category: fixed.category, per: fixed.per, by: { fixedFen: fixed.fixed } };
  const share = readObject<Who & { percent: number }>(raw, { ...who, percent: readPercent });
  return share && { category: share.category, per: share.per, by: { percent: share.percent } };
}

export function readSource(raw: unknown): CheckSource | undefined {
  return readObject<CheckSource>(raw, {
    source: oneOf(checkSourceCodes),
    mandatory: (value) => yesNo.parse(value, 'yesNo'),
  });
}

export function readDegree(raw: unknown): DegreeRow | undefined {
  return readObject<DegreeRow>(raw, {
    cause: oneOf(temporaryCauses),
    degree: oneOf(degrees),
    fromMultiple: (value) => ratio.parse(value, 'multiple'),
    months: (value) => whole('months', 1, 12).parse(value, 'months'),
  });
}
