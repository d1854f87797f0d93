import { fromPolicy, sourceOf } from '../dibao/facts.ts';
import { assisted } from '../dibao/standard.ts';
import { ok } from '../outcome.ts';
import type { DegreeRow } from '../policyTables.ts';
import { fact, type RuleInfo, rule, type Unit } from '../rules.ts';
import type { TemporaryFacts } from './input.ts';
import { monthlyStandardFen } from './law.ts';

/** 关于改革完善社会救助制度的意见 (OP-2020) has been in force since this day. */
const op2020 = '2020-08-25';

/** What a rule of temporary aid says about itself. */
export function info(id: string, zh: string, en: string, article: string, unit: Unit): RuleInfo<unknown> {
  return { id: `temporary.${id}`, title: { zh, en }, article, from: op2020, unit };
}

const spent = fact(info('spent', '已支出', 'Spent', 'SAL-2026 art. 29', 'fen'), ({ input }: TemporaryFacts) =>
  ok({ value: input.need.spentFen as number, source: '申报，凭据' }),
);
const covered = fact(
  info('covered', '已由保险、救助、捐赠等承担', 'Of it borne by others', 'SAL-2026 art. 29', 'fen'),
  ({ input }: TemporaryFacts) => ok({ value: input.need.coveredFen as number, source: '申报，凭据' }),
);

/** 自负支出: what the family has to carry itself. */
export const borne = rule(
  info('borne', '家庭自负支出', 'Borne by the family', 'SAL-2026 art. 29', 'fen'),
  { spent, covered },
  ({ spent, covered }) => Math.max(spent - covered, 0),
);

const monthlyStandard = fact(
  info('standard', '城市低保月标准', 'Urban standard a month', 'SAL-2026 art. 19', 'fenPerMonth'),
  ({ policy }: TemporaryFacts) => {
    const found = policy('dibao.standard.urban');
    return found.ok ? ok({ value: monthlyStandardFen(policy) ?? 0, source: sourceOf(found.value) }) : found;
  },
);

/** 月标准 × 人数. */
export const familyMonth = rule(
  info('familyMonth', '全家一个月的标准', 'Standard of a month × persons', 'SAL-2026 art. 29', 'fen'),
  { monthlyStandard, assisted },
  ({ monthlyStandard, assisted }) => monthlyStandard * assisted,
);

const cause = fact(info('cause', '救助事由', 'Cause', 'SAL-2026 art. 29', 'code'), ({ input }: TemporaryFacts) =>
  ok({ value: input.need.cause, source: '申报' }),
);

/** 困难程度: the highest degree of the cause that what the family bears comes up to; none: too little. */
export const degree = rule(
  info('degree', '困难程度', 'Degree', 'SAL-2026 art. 29', 'list'),
  { cause, borne, familyMonth, degrees: fromPolicy('temporary.degrees', 'list', 'Causes and degrees') },
  ({ cause, borne, familyMonth, degrees }) => {
    const reached = (degrees as readonly DegreeRow[])
      .filter((row) => row.cause === cause && reaches(borne, familyMonth, row.fromMultiple))
      .sort((a, b) => b.months - a.months);
    return reached.slice(0, 1).map(({ degree, months }) => ({ degree, months }));
  },
);

/** In whole numbers, as 2.5 times a standard is no float. */
function reaches(fen: number, of: number, { numerator, denominator }: DegreeRow['fromMultiple']): boolean {
  return fen * denominator >= of * numerator;
}

export { cause };
