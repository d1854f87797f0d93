import { type Fen, parseYuan } from './money.ts';

/** In what a value of policy is counted. Written in the county files and shown in explanations. */
export type PolicyUnit =
  | 'yuan'
  | 'yuan/month'
  | 'yuan/year'
  | 'minutes'
  | 'hours'
  | 'workingDays'
  | 'days'
  | 'months'
  | 'dayOfMonth'
  | 'hourOfDay'
  | 'persons'
  | 'years'
  | 'pieces'
  | 'times'
  | 'multiple'
  | 'percent'
  | 'yesNo'
  | 'choice'
  | 'list'
  | 'text';

/** How a value is written in a county file, and what it is in the program. `parse` answers undefined where the text is not of this form. */
export interface Form<T> {
  readonly units: readonly PolicyUnit[];
  readonly expectedZh: string;
  readonly expectedEn: string;
  parse(raw: unknown, unit: PolicyUnit): T | undefined;
}

/** An amount for a period, in fen. Urban standards are set per month, rural ones mostly per year: the period is part of the value. */
export type PeriodAmount = {
  readonly amountFen: Fen;
  readonly per: 'month' | 'year';
};

function isRecord(raw: unknown): raw is { readonly [name: string]: unknown } {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** Amounts are written in yuan as quoted text with two decimals, so that no YAML reader makes a float of them. */
export function readYuan(raw: unknown): Fen | undefined {
  if (typeof raw !== 'string' || !/^\d+\.\d{2}$/.test(raw)) return undefined;
  const parsed = parseYuan(raw);
  return parsed.ok ? parsed.value : undefined;
}

export function amountPer(...units: readonly ('yuan/month' | 'yuan/year')[]): Form<PeriodAmount> {
  return {
    units,
    expectedZh: "带引号、两位小数的金额，如 '670.00'",
    expectedEn: "an amount in quotes with two decimals, such as '670.00'",
    parse: (raw, unit) => {
      const amountFen = readYuan(raw);
      return amountFen === undefined ? undefined : { amountFen, per: unit === 'yuan/year' ? 'year' : 'month' };
    },
  };
}

/** An amount paid once, in fen. */
export const onceFen: Form<Fen> = { ...amountPer(), units: ['yuan'], parse: readYuan };

/** An amount of fen a month. */
export const monthlyFen: Form<Fen> = { ...amountPer('yuan/month'), parse: readYuan };

/** @param unit or several: then the unit is part of the dated value */
export function whole(unit: PolicyUnit | readonly PolicyUnit[], atLeast: number, atMost = 10_000): Form<number> {
  return {
    units: [unit].flat(),
    expectedZh: `${atLeast} 至 ${atMost} 的整数`,
    expectedEn: `a whole number from ${atLeast} to ${atMost}`,
    parse: (raw) =>
      Number.isInteger(raw) && Number(raw) >= atLeast && Number(raw) <= atMost ? Number(raw) : undefined,
  };
}

export const yesNo: Form<boolean> = {
  units: ['yesNo'],
  expectedZh: 'true 或 false',
  expectedEn: 'true or false',
  parse: (raw) => (typeof raw === 'boolean' ? raw : undefined),
};

export const text: Form<string> = {
  units: ['text'],
  expectedZh: '非空文字',
  expectedEn: 'a text that is not empty',
  parse: (raw) => (typeof raw === 'string' && raw.trim() !== '' ? raw : undefined),
};

export function choice<const C extends string>(...codes: readonly C[]): Form<C> {
  return {
    units: ['choice'],
    expectedZh: `${codes.join('、')} 之一`,
    expectedEn: `one of ${codes.join(', ')}`,
    parse: (raw) => codes.find((code) => code === raw),
  };
}

/** An exact fraction, so that 1.5 × a standard never becomes a float: written '1.5' or '3/2'. */
export type Ratio = {
  readonly numerator: number;
  readonly denominator: number;
};

export const ratio: Form<Ratio> = {
  units: ['multiple'],
  expectedZh: "带引号的倍数，如 '1.5' 或 '1/3'",
  expectedEn: "a multiple in quotes, such as '1.5' or '1/3'",
  parse: (raw) => {
    const parts = typeof raw === 'string' ? /^(\d{1,6})(?:\.(\d{1,4})|\/(\d{1,6}))?$/.exec(raw) : null;
    if (!parts) return undefined;
    const [, head = '0', decimals = '', divisor] = parts;
    const denominator = divisor === undefined ? 10 ** decimals.length : Number(divisor);
    return denominator === 0 ? undefined : { numerator: Number(head + decimals), denominator };
  },
};

/** A list whose entries are each read by `parse`; one bad entry spoils the list. */
export function listOf<T>(
  expectedZh: string,
  expectedEn: string,
  parse: (entry: unknown) => T | undefined,
  atLeast = 0,
): Form<readonly T[]> {
  return {
    units: ['list'],
    expectedZh: `列表，每项为${expectedZh}`,
    expectedEn: `a list, each entry ${expectedEn}`,
    parse: (raw) => {
      if (!Array.isArray(raw) || raw.length < atLeast) return undefined;
      const entries = raw.map(parse);
      return entries.includes(undefined) ? undefined : (entries as T[]);
    },
  };
}

/** Reads an object with exactly these fields; undefined where one is missing, wrong or unknown. */
export function readObject<T extends object>(
  raw: unknown,
  fields: { readonly [K in keyof T]: (value: unknown) => T[K] | undefined },
): T | undefined {
  if (!isRecord(raw) || Object.keys(raw).some((name) => !Object.hasOwn(fields, name))) return undefined;
  const entries = Object.entries(fields as Record<string, (value: unknown) => unknown>).map(
    ([name, read]) => [name, read(raw[name])] as const,
  );
  return entries.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(entries) as T);
}

/** How the period of an amount is written behind it. */
export const periodAmountZh = { month: '元/月', year: '元/年' } as const;
