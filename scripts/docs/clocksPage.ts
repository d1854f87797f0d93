import { articleInChinese } from '../../src/domain/articles.ts';
import { type ClockKind, clockKinds } from '../../src/domain/case/clockKinds.ts';
import { occasions } from '../../src/domain/case/messages.ts';
import { messageNames } from '../../src/domain/case/names.ts';
import { policyKeys } from '../../src/domain/policyKeys.ts';

const units = {
  workingDays: '工作日',
  days: '日',
  months: '月',
  hours: '小时',
  minutes: '分钟',
  asSet: '工作日或日',
} as const;
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
    '## What a family is told 短信提醒',
    '',
    'Each once, exactly, with its receipt in the record; never at night or on a rest day (`messages.from`, `messages.until`).',
    'Officers get one digest a working morning (`messages.digestAt`), never a message a case.',
    '',
    '| Message | 提醒 | When 时机 | Period it is about 期限 | Length, lead by policy 政策 | Article 依据 |',
    '|---|---|---|---|---|---|',
    ...Object.entries(occasions).map(([name, { zh, clock, article }]) => {
      const kind = clock && clockKinds[clock];
      const warned = kind?.warnsBefore ? `<br>${policy(kind.warnsBefore)}` : '';
      const title = messageNames[name as keyof typeof messageNames];
      return `| \`${name}\` | ${title} | ${zh} | ${kind ? `\`${clock}\` ${kind.zh}` : '—'} | ${kind ? lengths(kind) + warned : '—'} | ${articleInChinese(article)} |`;
    }),
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
