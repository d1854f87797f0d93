import type { z } from 'zod';
import type { certificateSchema, journalSchema } from '../contracts/http/cases.ts';
import type { PaymentLine } from '../contracts/http/disbursements.ts';
import { businessDateOf } from '../domain/calendar.ts';
import { StackFailure } from '../stack/failure.ts';
import { reach } from './api.ts';
import type { CaseDesk, Demo } from './caseDesk.ts';
import { cast } from './cast.ts';
import { lengthOf, nameOf } from './clockWords.ts';
import { type Text, t, yuan } from './words.ts';

type Certificate = z.output<typeof certificateSchema>;

const verdicts: { readonly [V in Certificate['verdict']]: Text } = {
  running: t('进行中', 'running'),
  paused: t('中止', 'paused'),
  onTime: t('按期', 'on time'),
  late: t('超期', 'late'),
  elapsed: t('期满', 'run out'),
};

/** What can be shown to anybody who asks, years later: each period, the record, and the money in the bank's own book. */
export async function proof(demo: Demo, desk: CaseDesk, paid: readonly PaymentLine[], bankUrl: string): Promise<void> {
  const { tell } = demo;
  tell.chapter(t('六、事后可以证明的', '6 What can be proven afterwards'));
  tell.line(t(''));
  tell.table(await periods(demo, desk));
  tell.line(t(''));
  if ((await desk.clocks()).some(({ provisional }) => provisional))
    tell.line(
      t(
        '暂定：期限延伸到节假日安排尚未公布的年份，公布后自动重新计算。',
        'Provisional: it reaches into a year whose holidays are not published yet, and is counted anew when they are.',
      ),
    );
  await record(demo, desk);
  await money(demo, paid, bankUrl);
}

async function periods({ api }: Demo, desk: CaseDesk): Promise<Text[][]> {
  const rows = [
    [
      t('期限', 'Period'),
      t('时限', 'Length'),
      t('起算', 'From'),
      t('到期', 'Due'),
      t('办结', 'Ended'),
      t('结论', 'Verdict'),
      t('层级', 'Set by'),
    ],
  ];
  for (const clock of await desk.clocks()) {
    const url = `${desk.url}/clocks/${clock.clockId}/certificate`;
    const { limit, countedFrom, dueOn, endedAt, verdict, level } = await api.get<Certificate>(cast.auditor, url);
    // What ran out did so at the end of its last day, which is the first moment of the next.
    const ended = endedAt && (verdict === 'elapsed' ? dueOn : businessDateOf(Date.parse(endedAt)));
    rows.push([
      nameOf(clock),
      lengthOf(limit),
      t(countedFrom),
      t(dueOn),
      t(ended ?? ''),
      verdicts[verdict],
      levels[level] ?? t(level),
    ]);
  }
  return rows;
}

const levels: { readonly [level: string]: Text } = {
  national: t('全国规定', 'national'),
  local: t('地方规定', 'local'),
  assumed: t('暂定值', 'assumed'),
};

/** Whole to this day, whatever was decided since. */
export async function record({ api, tell }: Demo, desk: CaseDesk): Promise<void> {
  const { items, verified } = await api.get<z.output<typeof journalSchema>>(cast.auditor, `${desk.url}/journal`);
  if (!verified) throw notProven('the record’s chain is broken', '审计链不完整');
  tell.line(
    t(
      `审计链：${items.length} 条记录，前后哈希相扣，已验证完整。`,
      `The record: ${items.length} events, each sealed with the hash of the one before; verified whole.`,
    ),
  );
}

interface BookEntry {
  readonly endToEndId: string;
  readonly amountFen: number;
  readonly result: string;
}

/** Not what Doudi says it paid, but what the bank says it credited. */
async function money({ tell }: Demo, lines: readonly PaymentLine[], bankUrl: string): Promise<void> {
  const book = (await (await reach(`${bankUrl}/_control/book`)).json()) as BookEntry[];
  const ours = new Set(lines.map(({ endToEndId }) => endToEndId));
  const credited = book.filter(({ endToEndId, result }) => ours.has(endToEndId) && result === 'credited');
  const sumOf = (amounts: readonly { readonly amountFen: number }[]) =>
    amounts.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const fen = sumOf(credited);
  if (credited.length !== lines.length || fen !== sumOf(lines))
    throw notProven('the bank’s book does not say what the run says', '银行账簿与发放批次不符');
  const months = lines.map(({ month }) => month);
  tell.line(
    t(
      `银行自己的账簿：本户到账 ${credited.length} 笔，共 ${yuan(fen).zh}（${months.join('、')}），每月一笔，没有重复。`,
      `The bank’s own book: ${credited.length} credited to this family, ${yuan(fen).en} (${months.join(', ')}), each month once.`,
    ),
  );
}

function notProven(en: string, zh: string): StackFailure {
  return new StackFailure(
    `What the demo set out to prove does not hold: ${en}. ${zh}。`,
    'This is a mistake of ours: please report it with this output. 这是程序错误，请附上以上输出反馈。',
  );
}
