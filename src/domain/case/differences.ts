import type { FigureSource, Income, PropertyItem } from '../dibao/input.ts';
import type { Fen } from '../money.ts';
import type { Declaration, PropertyKind } from './declaration.ts';

/** One thing a source of the data check found about a member. */
export interface Finding {
  readonly memberNo: number;
  readonly source: string;
  readonly what:
    | { readonly income: Income['kind']; readonly amountFen: number; readonly per: 'month' | 'year' }
    | { readonly property: PropertyKind; readonly amountFen?: number; readonly count?: number };
}

/** Something the sources know that the family declared otherwise or not at all. Numbered from 1, in the order of the report. */
export interface Difference {
  readonly nth: number;
  readonly finding: Finding;
  /** What was declared under the same member and kind: fen a year for incomes, fen or pieces for property. */
  readonly declared: number;
  readonly found: number;
}

/** Incomes and property as they are to be assessed, each with where its figure comes from. */
export interface Figures {
  readonly incomes: readonly (Omit<Income, 'memberIndex'> & { readonly memberNo: number })[];
  readonly property: readonly PropertyItem[];
}

/**
 * Where the report exceeds the declaration (信息核对差异). Sources may know less than the family says; that is no
 * difference, for what a family declared against itself needs no proof.
 */
export function differencesOf(declaration: Declaration, findings: readonly Finding[]): Difference[] {
  return gathered(findings)
    .map((finding) => ({ finding, declared: declaredFor(declaration, finding), found: size(finding) }))
    .filter(({ declared, found }) => found > declared)
    .map((difference, i) => ({ nth: i + 1, ...difference }));
}

/**
 * One finding per member and kind. What is owned adds up over sources; an income does not: two sources that know of a
 * wage know of the same one, and the larger figure stands for it.
 */
function gathered(findings: readonly Finding[]): Finding[] {
  const byKind = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.memberNo} ${kindOf(finding)}`;
    const known = byKind.get(key);
    byKind.set(key, known ? merged(known, finding) : finding);
  }
  return [...byKind.values()];
}

function merged(known: Finding, more: Finding): Finding {
  if ('income' in known.what || 'income' in more.what) return size(more) > size(known) ? more : known;
  const add = (a: number | undefined, b: number | undefined) =>
    a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
  const amountFen = add(known.what.amountFen, more.what.amountFen);
  const count = add(known.what.count, more.what.count);
  const what = {
    property: known.what.property,
    ...(amountFen === undefined ? {} : { amountFen }),
    ...(count === undefined ? {} : { count }),
  };
  return { ...known, what };
}

/** The declared figures, with each difference that stands against the family in the place of what it declared. */
export function figuresOf(declaration: Declaration, standing: readonly Difference[]): Figures {
  const replaced = (memberNo: number, kind: string) =>
    standing.some(({ finding }) => finding.memberNo === memberNo && kindOf(finding) === kind);
  const declared: FigureSource = 'declared';
  return {
    incomes: [
      ...declaration.incomes
        .filter((income) => income.exemption !== undefined || !replaced(income.memberNo, `income ${income.kind}`))
        .map(({ origin: _origin, ...income }) => ({ ...income, source: declared })),
      ...standing.flatMap(({ finding: { memberNo, what } }) =>
        'income' in what
          ? [
              {
                memberNo,
                kind: what.income,
                amountFen: what.amountFen as Fen,
                period: what.per,
                source: 'check' as const,
              },
            ]
          : [],
      ),
    ],
    property: [
      ...declaration.property
        .filter((item) => !replaced(item.memberNo, `property ${item.kind}`))
        .flatMap((item) => items(item, declared)),
      ...standing.flatMap(({ finding: { what } }) =>
        'property' in what ? items({ ...what, kind: what.property }, 'check') : [],
      ),
    ],
  };
}

/** A line of property as single items: a sum of money, or so many pieces. */
function items(
  {
    kind,
    amountFen = 0,
    count = 1,
    familyShop = false,
    exemption,
  }: Partial<Declaration['property'][number]> & { kind: PropertyKind },
  source: FigureSource,
): PropertyItem[] {
  const common = { source, ...(exemption ? { exemption } : {}) };
  if (kind === 'financial') return [{ ...common, kind, amountFen: amountFen as Fen }];
  const one: PropertyItem = kind === 'business' ? { ...common, kind, familyShop } : { ...common, kind };
  return Array.from({ length: count }, () => one);
}

function declaredFor({ incomes, property }: Declaration, finding: Finding): number {
  const { memberNo, what } = finding;
  if ('income' in what) {
    return sum(
      incomes
        .filter((each) => each.memberNo === memberNo && each.kind === what.income)
        .map((each) => yearly(each.amountFen, each.period)),
    );
  }
  const same = property.filter((each) => each.memberNo === memberNo && each.kind === what.property);
  return sum(same.map((each) => (what.count === undefined ? (each.amountFen ?? 0) : (each.count ?? 1))));
}

function size({ what }: Finding): number {
  return 'income' in what ? yearly(what.amountFen, what.per) : (what.count ?? what.amountFen ?? 0);
}

function kindOf({ what }: Finding): string {
  return 'income' in what ? `income ${what.income}` : `property ${what.property}`;
}

function yearly(amountFen: number, period: 'month' | 'year'): number {
  return period === 'month' ? amountFen * 12 : amountFen;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((a, b) => a + b, 0);
}
