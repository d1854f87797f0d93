import type { PlainDate } from './calendar.ts';
import type { DivisionCode } from './case/ids.ts';
import { type Outcome, ok, refuse } from './outcome.ts';
import type { PolicyUnit } from './policyForms.ts';
import type { PolicyKey, PolicyKeys } from './policyKeys.ts';

export type { PolicyKey, PolicyKeys } from './policyKeys.ts';

/** One dated value. Values are never edited: a correction is a new value with a later `knownFrom`. */
export interface PolicyValue<K extends PolicyKey = PolicyKey> {
  readonly division: DivisionCode;
  readonly key: K;
  /** As `PolicyKeys` says for this key: amounts in fen, periods as whole numbers. */
  readonly value: PolicyKeys[K];
  readonly unit: PolicyUnit;
  readonly effectiveFrom: PlainDate;
  /** The first day it no longer holds; null: open. */
  readonly effectiveTo: PlainDate | null;
  /** The day it became known to the county: what was decided before is not judged by it. */
  readonly knownFrom: PlainDate;
  /** The document and article it rests on. */
  readonly ground: string;
  readonly setBy: string;
  /** `assumed`: chosen so that the county can run, with no document seen; shown as such wherever it is used. */
  readonly level: 'national' | 'local' | 'assumed';
  /** `replan`: its document has it hold for clocks that run already; `applied`: and somebody has applied it to them. */
  readonly runningClocks?: 'replan' | 'applied';
}

/** Nobody has set this value for this place and day. Never a guess: the question must be answered by a document. */
export interface PolicyMissing {
  readonly code: 'policyMissing';
  readonly key: PolicyKey;
  readonly division: DivisionCode;
  readonly on: PlainDate;
  readonly knownAt: PlainDate;
}

/** Answers for one place and day what a key's value is. What an assessment asks for its law. */
export type PolicyLookup = <K extends PolicyKey>(key: K) => Outcome<PolicyValue<K>, PolicyMissing>;

/** All values, found by key and division. */
export interface PolicyBook {
  readonly byPlace: ReadonlyMap<string, readonly PolicyValue[]>;
}

/** The whole country as a division: national rules. */
export const nationalDivision = '000000000000' as DivisionCode;

export function policyBook(values: readonly PolicyValue[]): PolicyBook {
  const byPlace = new Map<string, PolicyValue[]>();
  for (const value of values) {
    const place = `${value.key} ${value.division}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), value]);
  }
  return { byPlace };
}

/** A division and all above it, nearest first: village, township, county, prefecture, province, nation. */
export function divisionsUpward(division: DivisionCode): readonly DivisionCode[] {
  const levels = [12, 9, 6, 4, 2, 0].map((length) => division.slice(0, length).padEnd(12, '0'));
  return [...new Set(levels)] as DivisionCode[];
}

/**
 * The value in force in `division` on `on`, as far as it was known on `knownAt`. The nearest division that set one wins;
 * there, the value that became known last.
 */
export function policyOn<K extends PolicyKey>(
  book: PolicyBook,
  key: K,
  division: DivisionCode,
  on: PlainDate,
  knownAt: PlainDate,
): Outcome<PolicyValue<K>, PolicyMissing> {
  for (const place of divisionsUpward(division)) {
    const inForce = (book.byPlace.get(`${key} ${place}`) ?? []).filter(
      (value) => isInForce(value, on) && value.knownFrom <= knownAt,
    );
    if (inForce.length > 0)
      return ok(inForce.reduce((best, value) => (value.knownFrom > best.knownFrom ? value : best)) as PolicyValue<K>);
  }
  return refuse({ code: 'policyMissing', key, division, on, knownAt });
}

/** policyOn with place and days fixed. */
export function policyLookup(
  book: PolicyBook,
  division: DivisionCode,
  on: PlainDate,
  knownAt: PlainDate,
): PolicyLookup {
  return (key) => policyOn(book, key, division, on, knownAt);
}

function isInForce(
  { effectiveFrom, effectiveTo }: Pick<PolicyValue, 'effectiveFrom' | 'effectiveTo'>,
  on: PlainDate,
): boolean {
  return effectiveFrom <= on && (effectiveTo === null || on < effectiveTo);
}
