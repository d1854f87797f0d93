import { problemCodes, problems } from '../../src/contracts/problems.ts';
import { returnReasons } from '../../src/contracts/returnReasons.ts';
import { clockKinds } from '../../src/domain/case/clockKinds.ts';
import type { NoticeKind } from '../../src/domain/case/events.ts';
import {
  endingNames,
  factNames,
  messageNames,
  noticeNames,
  outcomeNames,
  paymentNames,
  stageNames,
  threadNames,
} from '../../src/domain/case/names.ts';
import { articlesOf } from '../../src/domain/case/notices.ts';
import { roleNames } from '../../src/domain/case/roles.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import { holdReasonWords, keptByWords } from '../../src/domain/keeping/words.ts';
import { policyKeys } from '../../src/domain/policyKeys.ts';

const marker = '<!-- From here on generated from the code by `npx tsx scripts/generate-docs.ts`; change it there. -->';

/** docs/glossary.md: the concepts as written by hand, then every name of the code from the tables that define it. */
export function glossaryPage(written: string): string {
  const [concepts = ''] = written.split(marker);
  return `${concepts}${marker}\n\n${names()}`;
}

type Row = readonly string[];

function names(): string {
  return [
    table(
      'Roles 岗位',
      ['Name', '中文'],
      Object.entries(roleNames).map(([name, zh]) => [code(name), zh]),
    ),
    table(
      'Stages 阶段',
      ['Name', '中文'],
      Object.entries(stageNames).map(([name, zh]) => [code(name), zh]),
    ),
    table(
      'Beside the stages 阶段之外',
      ['Name', '中文'],
      Object.entries(threadNames).map(([name, zh]) => [code(name), zh]),
    ),
    table(
      'Endings 办结方式',
      ['Name', '中文'],
      Object.entries(endingNames).map(([name, zh]) => [code(name), zh]),
    ),
    table(
      'Tasks 事项',
      ['Name', '中文', 'Who decides', 'Outcomes 办理结果', 'Article'],
      Object.entries(taskKinds).map(([name, { zh, role, outcomes, article }]) => [
        code(name),
        zh,
        code(role),
        outcomes.map((outcome) => `${code(outcome)} ${outcomeNames[outcome]}`).join('、'),
        article,
      ]),
    ),
    table(
      'Clocks 期限',
      ['Name', '中文', 'Length', 'Whose', 'Article'],
      Object.entries(clockKinds).map(([name, { zh, limit, limitDelegated, owner, article }]) => [
        code(name),
        zh,
        [limit, limitDelegated].flatMap((key) => (key ? [code(key)] : [])).join(', '),
        owner ?? '–',
        article,
      ]),
    ),
    table(
      'Letters and postings 文书',
      ['Name', '中文', 'Article'],
      Object.entries(noticeNames).map(([name, zh]) => [code(name), zh, articlesOf(name as NoticeKind).join('; ')]),
    ),
    table(
      'Text messages 短信',
      ['Name', '中文'],
      Object.entries(messageNames).map(([name, zh]) => [code(name), zh]),
    ),
    table(
      'Facts 外部反馈',
      ['Name', '中文'],
      Object.entries({ ...factNames, ...paymentNames }).map(([name, zh]) => [code(name), zh]),
    ),
    table(
      'What keeps a file 不得销毁的原因',
      ['Name', '中文', 'English'],
      Object.entries(keptByWords).map(([name, { zh, en }]) => [code(name), zh, en]),
    ),
    table(
      'Why a file is kept on 延期保存事由',
      ['Name', '中文', 'English'],
      Object.entries(holdReasonWords).map(([name, { zh, en }]) => [code(name), zh, en]),
    ),
    table(
      'Policy keys 政策项',
      ['Name', '中文', 'Article'],
      Object.entries(policyKeys).map(([name, { zh, article }]) => [code(name), zh, article]),
    ),
    table(
      'Refusals 拒绝理由',
      ['Code', '中文', 'English'],
      problemCodes.map((name) => [code(name), problems[name].zh.title, problems[name].en.title]),
      'What can be done about each: [errors.md](errors.md).',
    ),
    table(
      'Why a bank returns a line 退汇原因',
      ['ISO 20022', '中文', 'English'],
      Object.entries(returnReasons).map(([name, { zh, en }]) => [code(name), zh, en]),
    ),
  ].join('\n');
}

const code = (name: string) => `\`${name}\``;

function table(title: string, head: Row, rows: readonly Row[], below?: string): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  const lines = [`## ${title}`, '', line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''];
  return [...lines, ...(below ? [below, ''] : [])].join('\n');
}
