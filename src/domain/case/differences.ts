import type { Declaration, IncomeKind, PropertyKind } from './declaration.ts';

/** One thing a source of the data check found about a member. */
export interface Finding {
  readonly memberNo: number;
  readonly source: string;
  readonly what: { readonly income: IncomeKind; readonly amountFen: number; readonly per: 'month' | 'year' } | { readonly property: PropertyKind; readonly amountFen?: number; readonly count?: number };
}

/** Something the sources know that the family declared otherwise or not at all. Numbered from 1, in the order of the report. */
export interface Difference {
  readonly nth: number;
  readonly finding: Finding;
  /** What was declared under the same member and kind: fen a year for incomes and sums, pieces for things. */
  readonly declared: number;
  readonly found: number;
}

/**
 * Where the report exceeds the declaration (信息核对差异). Sources may know less than the family says; that is no
 * difference, for a family is not to be asked to prove what it declared against itself.
 */
export function differencesOf(declaration: Declaration, findings: readonly Finding[]): Difference[] {
  return findings
    .map((finding) => ({ finding, declared: declaredFor(declaration, finding), found: size(finding) }))
    .filter(({ declared, found }) => found > declared)
    .map((difference, i) => ({ nth: i + 1, ...difference }));
}

/** The declaration with each difference that stands against the family put in the place of what it declared. */
export function corrected(declaration: Declaration, standing: readonly Difference[]): Declaration {
  return standing.reduce((now, { finding }) => {
    const { memberNo, what, source } = finding;
    if ('income' in what) {
      const { income: kind, amountFen, per } = what;
      const others = now.incomes.filter((each) => !(each.memberNo === memberNo && each.kind === kind && !each.exemption));
      return { ...now, incomes: [...others, { memberNo, kind, source, amountFen, per }] };
    }
    const { property: kind, amountFen, count } = what;
    const others = now.property.filter((each) => !(each.memberNo === memberNo && each.kind === kind));
    const found = { memberNo, kind, ...(amountFen === undefined ? {} : { amountFen }), ...(count === undefined ? {} : { count }) };
    return { ...now, property: [...others, found] };
  }, declaration);
}

function declaredFor({ incomes, property }: Declaration, { memberNo, what }: Finding): number {
  if ('income' in what) {
    return sum(incomes.filter((each) => each.memberNo === memberNo && each.kind === what.income).map((each) => yearly(each)));
  }
  const same = property.filter((each) => each.memberNo === memberNo && each.kind === what.property);
  return sum(same.map((each) => (what.count === undefined ? (each.amountFen ?? 0) : (each.count ?? 0))));
}

function size({ what }: Finding): number {
  return 'income' in what ? yearly(what) : (what.count ?? what.amountFen ?? 0);
}

function yearly({ amountFen, per }: { readonly amountFen: number; readonly per: 'month' | 'year' }): number {
  return per === 'month' ? amountFen * 12 : amountFen;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((a, b) => a + b, 0);
}
