import type { Declaration } from './declaration.ts';
import { type Evidence, type Finding, type StatusFound, visitSource } from './evidence.ts';

/**
 * Something the sources know, or the visitors saw, that the family declared otherwise or not at all. Numbered from 1,
 * in the order of the evidence; each is work to be resolved by itself.
 */
export type Difference = { readonly nth: number } & (FigureDifference | StatusDifference);

/** Under the same member and kind: fen a year for incomes, fen or pieces for property. */
export interface FigureDifference {
  readonly finding: Finding;
  readonly declared: number;
  readonly found: number;
}

export interface StatusDifference {
  readonly status: StatusFound;
}

/**
 * Where the evidence exceeds the declaration (信息核对差异). Sources may know less than the family says; that is no
 * difference, for what a family declared against itself needs no proof. A status of a member always is one.
 */
export function differencesOf(
  declaration: Declaration,
  { findings, statuses }: Pick<Evidence, 'findings' | 'statuses'>,
): Difference[] {
  const figures = gathered(findings)
    .map(
      (finding): FigureDifference => ({ finding, declared: declaredFor(declaration, finding), found: size(finding) }),
    )
    .filter(({ declared, found }) => found > declared);
  return [...figures, ...statuses.map((status) => ({ status }))].map((difference, i) => ({
    nth: i + 1,
    ...difference,
  }));
}

/** The members who died, by the differences that stand. */
export function deceasedOf(standing: readonly Difference[]): readonly number[] {
  return standing.flatMap((each) => ('status' in each && each.status.status === 'death' ? [each.status.memberNo] : []));
}

/** What a finding is about: one finding of a member and kind stands for all of them. */
export function kindOf({ what }: Finding): string {
  return 'income' in what ? `income ${what.income}` : `property ${what.property}`;
}

/**
 * One finding per member and kind. What is owned adds up over the sources of the check; an income does not: two sources
 * that know of a wage know of the same one, and the larger figure stands for it. So it is with what the visitors saw.
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
  const sameThing = more.source === visitSource || known.source === visitSource;
  if (sameThing || 'income' in known.what || 'income' in more.what) return size(more) > size(known) ? more : known;
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

export function yearly(amountFen: number, period: 'month' | 'year'): number {
  return period === 'month' ? amountFen * 12 : amountFen;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((a, b) => a + b, 0);
}
