import {
  type CheckItem,
  type CheckReport,
  type CheckSource,
  type checkIncomeKinds,
  type checkPropertyKinds,
  checkSources,
  checkStatusKinds,
} from '../contracts/checkPlatform.ts';
import type { PropertyKind } from '../domain/case/declaration.ts';
import type { Evidence, Finding, StatusFound } from '../domain/case/evidence.ts';
import type { IncomeKind } from '../domain/dibao/input.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';

const incomeKindOf: Record<(typeof checkIncomeKinds)[number], IncomeKind> = {
  wage: 'wage',
  businessIncome: 'business',
  propertyIncome: 'property',
  transferIncome: 'transfer',
  otherIncome: 'other',
};

const propertyKindOf: Record<(typeof checkPropertyKinds)[number], PropertyKind> = {
  deposit: 'financial',
  securities: 'financial',
  fund: 'financial',
  insurance: 'financial',
  onlineBalance: 'financial',
  vehicle: 'vehicle',
  house: 'house',
  nonResidential: 'nonResidential',
  business: 'business',
};

type StatusItem = Extract<CheckItem, { kind: (typeof checkStatusKinds)[number] }>;
type Found = Finding & { readonly key: string };

/**
 * Translates a report into the case's own words. Two deposits are one sum, and the sums of bank, fund and insurer together are what a member
 * owns; but a wage that two sources know is the same wage, so incomes are added up within a source only. Refused with
 * `memberUnknown` when it speaks of somebody the request did not name: then nothing of it may be used, as it may be
 * another family's.
 */
export function checkResultOf(
  report: CheckReport,
  memberNoOf: (memberRef: string) => number | undefined,
): Outcome<Evidence, 'memberUnknown'> {
  const found: Found[] = [];
  const statuses: StatusFound[] = [];
  for (const { source, status, items } of report.results) {
    for (const item of status === 'ok' ? items : []) {
      const memberNo = memberNoOf(item.memberRef);
      if (memberNo === undefined) return refuse('memberUnknown');
      if (isStatus(item)) {
        statuses.push({ memberNo, source, status: item.kind, ...(item.on === undefined ? {} : { on: item.on }) });
      } else {
        found.push(foundBy(source, memberNo, item));
      }
    }
  }
  const answered = new Set(report.results.filter(({ status }) => status === 'ok').map(({ source }) => source));
  const unavailable = checkSources.filter((source) => !answered.has(source));
  return ok({ findings: together(found), statuses, unavailable });
}

function foundBy(source: CheckSource, memberNo: number, item: Exclude<CheckItem, StatusItem>): Found {
  if ('per' in item) {
    const income = incomeKindOf[item.kind];
    const { amountFen, per } = item;
    return { key: `${memberNo} ${source} ${income} ${per}`, memberNo, source, what: { income, amountFen, per } };
  }
  const property = propertyKindOf[item.kind];
  const size = property === 'financial' ? { amountFen: item.amountFen ?? 0 } : { count: item.count ?? 1 };
  return { key: `${memberNo} ${property}`, memberNo, source, what: { property, ...size } };
}

/** Findings with the same key as one, in the order of the report. */
function together(found: readonly Found[]): Finding[] {
  const sums = new Map<string, Finding>();
  for (const { key, ...each } of found) {
    const before = sums.get(key);
    sums.set(key, before ? plus(before, each) : each);
  }
  return [...sums.values()];
}

function plus(a: Finding, b: Finding): Finding {
  const source = a.source.split(', ').includes(b.source) ? a.source : `${a.source}, ${b.source}`;
  if ('income' in a.what) {
    const more = 'income' in b.what ? b.what.amountFen : 0;
    return { ...a, source, what: { ...a.what, amountFen: a.what.amountFen + more } };
  }
  const { amountFen = 0, count = 0 } = 'property' in b.what ? b.what : {};
  const { what } = a;
  return {
    ...a,
    source,
    what:
      what.count === undefined
        ? { ...what, amountFen: (what.amountFen ?? 0) + amountFen }
        : { ...what, count: what.count + count },
  };
}

function isStatus(item: CheckItem): item is StatusItem {
  return (checkStatusKinds as readonly string[]).includes(item.kind);
}
