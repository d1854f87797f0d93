import { type Outcome, ok, refuse } from './outcome.ts';

/** An amount in fen (分), the hundredth of a yuan: always a safe integer, never a fraction. */
export type Fen = number & { readonly __brand: 'Fen' };

export const zeroFen = 0 as Fen;

/** An amount from an integer of fen. Throws RangeError for anything else: that is a bug, not a refusal. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of fen: ${amount}`);
  return (amount === 0 ? 0 : amount) as Fen;
}

/** '872', '872.5' and '872.00' (yuan) as fen. No sign other than a leading minus, no thousands separators, at most two decimals. */
export function parseYuan(text: string): Outcome<Fen, 'notAnAmount'> {
  const parts = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text);
  if (!parts) return refuse('notAnAmount');
  const [, sign, whole = '0', cents = ''] = parts;
  const amount = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return ok(fen(sign === '-' ? -amount : amount));
}

/** As parseYuan, for amounts written in the program itself: throws RangeError where the text is no amount. */
export function yuan(text: string): Fen {
  const parsed = parseYuan(text);
  if (!parsed.ok) throw new RangeError(`not an amount of yuan: ${text}`);
  return parsed.value;
}

/** 87200 → '872.00'. The inverse of parseYuan. */
export function formatYuan(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce<number>((sum, amount) => sum + amount, 0));
}

/**
 * How an exact quotient becomes an amount that can be paid:
 * - `halfUp2dp`: to the nearest fen, exactly half a fen upwards (四舍五入到分)
 * - `ceilYuan`: up to the next whole yuan (见角进元, in the family's favour)
 */
export type RoundingRule = 'halfUp2dp' | 'ceilYuan';

/**
 * The one place where money is rounded: `numerator ÷ denominator` fen, by a rule that is named. The quotient is never
 * formed as a float. Upwards is towards +∞ for negative quotients too. Throws RangeError for a denominator below 1.
 *
 * @example round(900_000, 12, 'halfUp2dp') // 75000: 9,000 yuan a year is 750.00 a month
 */
export function round(numerator: number | bigint, denominator: number | bigint, rule: RoundingRule): Fen {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (d < 1n) throw new RangeError(`denominator must be positive: ${d}`);
  switch (rule) {
    case 'halfUp2dp':
      return fen(Number(floorDiv(2n * n + d, 2n * d)));
    case 'ceilYuan':
      return fen(Number(-floorDiv(-n, 100n * d) * 100n));
    default:
      return rule satisfies never;
  }
}

/** `amount × times ÷ by`, rounded once, at the end. */
export function mulDiv(amount: Fen, times: number | bigint, by: number | bigint, rule: RoundingRule): Fen {
  return round(BigInt(amount) * BigInt(times), by, rule);
}

function floorDiv(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  return n % d < 0n ? quotient - 1n : quotient;
}
