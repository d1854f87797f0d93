import type { FigureSource, Income, PropertyItem } from '../dibao/input.ts';
import type { Fen } from '../money.ts';
import type { Declaration, PropertyKind } from './declaration.ts';
import { type Difference, kindOf, yearly } from './differences.ts';
import { type Finding, visitSource } from './evidence.ts';

/** Incomes and property as they are to be assessed, each with where its figure comes from. */
export interface Figures {
  readonly incomes: readonly (Omit<Income, 'memberIndex'> & { readonly memberNo: number })[];
  readonly property: readonly PropertyItem[];
}

/** The declared figures, with each difference that stands against the family in the place of what it declared. */
export function figuresOf(declaration: Declaration, standing: readonly Difference[]): Figures {
  const findings = standing.flatMap((each) => ('finding' in each ? [each.finding] : []));
  const replaced = (memberNo: number, kind: string) =>
    findings.some((finding) => finding.memberNo === memberNo && kindOf(finding) === kind);
  const declared: FigureSource = 'declared';
  return {
    incomes: [
      ...declaration.incomes
        .filter((income) => income.exemption !== undefined || !replaced(income.memberNo, `income ${income.kind}`))
        .map(({ origin: _origin, ...income }) => ({ ...income, source: declared })),
      ...findings.flatMap((finding) => incomeFound(declaration, finding)),
    ],
    property: [
      ...declaration.property
        .filter((item) => !replaced(item.memberNo, `property ${item.kind}`))
        .flatMap((item) => items(item, declared)),
      ...findings.flatMap((finding) =>
        'property' in finding.what ? items({ ...finding.what, kind: finding.what.property }, sourceOf(finding)) : [],
      ),
    ],
  };
}

/** What a source knows of an income holds what the family declared as exempt of the same kind: that part stays declared. */
function incomeFound(declaration: Declaration, finding: Finding): Figures['incomes'] {
  const { memberNo, what } = finding;
  if (!('income' in what)) return [];
  const exempt = declaration.incomes.filter(
    (income) => income.memberNo === memberNo && income.kind === what.income && income.exemption !== undefined,
  );
  const period = what.per === 'month' && exempt.every((income) => income.period === 'month') ? 'month' : 'year';
  const inPeriod = (amountFen: number, per: 'month' | 'year') =>
    period === 'year' ? yearly(amountFen, per) : amountFen;
  const declaredExempt = exempt.reduce((sum, income) => sum + inPeriod(income.amountFen, income.period), 0);
  const amountFen = (inPeriod(what.amountFen, what.per) - declaredExempt) as Fen;
  return [{ memberNo, kind: what.income, amountFen, period, source: sourceOf(finding) }];
}

function sourceOf({ source }: Finding): FigureSource {
  return source === visitSource ? 'visit' : 'check';
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
