import { articleInChinese } from '../../src/domain/articles.ts';
import { type ClockKind, clockKinds } from '../../src/domain/case/clockKinds.ts';
import { policyKeys } from '../../src/domain/policyKeys.ts';

const units = { workingDays: '工作日', days: '日', months: '月' } as const;
const called = { investigator: '乡镇审核人员', township: '县级审核确认人员', county: '县级负责人' } as const;

/** docs/clocks.md: every period and reminder of a case, with the policy that says how long it is and the article it rests on. */
export function clocksPage(): string {
  const rows = Object.entries(clockKinds).map(([name, kind]) => {
    const warned = kind.warnsBefore ?? (kind.owner ? 'warn.workingDays' : undefined);
    return `| \`${name}\` | ${kind.zh} | ${lengths(kind)} | ${units[kind.unit]} | ${warned ? policy(warned) : '—'} | ${kind.owner ? called[kind.owner] : '—'} | ${articleInChinese(kind.article)} |`;
  });
  return [
    '# Clocks and reminders 期限与提醒',
    '',
    'Generated from src/domain/case/clockKinds.ts by `npx tsx scripts/generate-docs.ts`; change it there.',
    '',
    'Lengths are dated policy of the county (`counties/`), never code. A clock warns once, on the morning of a working day,',
    'and when it passes it calls the step above, once: a task of its own on their worklist. One that calls nobody is part of',
    'the story: its passing decides something.',
    '',
    '| Clock | 期限 | Length by policy 长度 | Unit | Warns ahead by 预警 | Calls when it passes 逾期督办 | Article 依据 |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function lengths({ limit, limitDelegated, limitByClass = {} }: ClockKind): string {
  return [...new Set([limit, ...(limitDelegated ? [limitDelegated] : []), ...Object.values(limitByClass)])]
    .map(policy)
    .join('<br>');
}

function policy(key: keyof typeof policyKeys): string {
  return `\`${key}\` ${policyKeys[key].zh}`;
}
