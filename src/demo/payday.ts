import type { PaymentLine, RunDetail } from '../contracts/http/disbursements.ts';
import { addMonths } from '../domain/calendar.ts';
import { until } from './api.ts';
import type { CaseDesk, Demo } from './caseDesk.ts';
import { cast, others, places } from './cast.ts';
import { caught } from './caught.ts';
import { officeDay } from './days.ts';
import { law, type Text, t, yuan } from './words.ts';

/**
 * 发放: the run is opened, signed by two, handed to the bank once, and closed in balance (MCA-57 art. 25).
 * @returns the family's own lines in it
 */
export async function payday(demo: Demo, desk: CaseDesk): Promise<readonly PaymentLine[]> {
  const { tell } = demo;
  tell.chapter(t('五、第一个月发放', '5 The first month is paid'));
  const { entitlements } = await desk.details();
  const from = entitlements.map(({ monthFrom }) => monthFrom).sort()[0] ?? demo.days.today().slice(0, 7);
  const { run, lines } = await runThatPays(demo, desk, from);
  const runUrl = `/v1/disbursements/${run.disbursementId}`;
  await signatures(demo, runUrl, run);
  await reported(demo, runUrl);
  await close(demo, runUrl);
  return lines;
}

/** The first run this family is in: that of its first month, or a later one where that was closed before it came. */
async function runThatPays(
  demo: Demo,
  desk: CaseDesk,
  from: string,
): Promise<{ run: RunDetail; lines: PaymentLine[] }> {
  const { api, days, tell } = demo;
  for (let period = from; ; period = addMonths(period, 1)) {
    await days.goTo(officeDay(`${period}-05`));
    await api.send(cast.financeA, '/v1/disbursements', { county: places.county, period });
    const url = `/v1/disbursements/${places.county}:${period}`;
    const run = await until(t(`${period} 发放批次`, `The run of ${period}`), async () => {
      const now = await api.get<RunDetail>(cast.financeA, url);
      return now.state === 'open' ? undefined : now;
    });
    const lines = await linesOf(demo, url, desk);
    if (lines.length > 0 && run.state === 'prepared') {
      opened(demo, run, lines);
      return { run, lines };
    }
    tell.entry({
      who: others.system,
      what: t(
        `${period} 批次在本户确认以前已经生成，本户由下月批次一并补发`,
        `the run of ${period} was made before this family was granted; next month's run pays both months`,
      ),
    });
  }
}

function opened({ tell }: Demo, run: RunDetail, lines: readonly PaymentLine[]): void {
  tell.entry({
    who: cast.financeA.label,
    what: t(
      `建立 ${run.period} 发放批次：应发减已发，逐户逐月`,
      `opens the run of ${run.period}: what is owed less what was paid, for each household and month`,
    ),
    details: [
      [t('依据', 'Law'), law('MCA-57 art. 25')],
      [
        t('金额', 'Amount'),
        t(
          `全县应发 ${count(run.planned).zh}，暂缓 ${count(run.held).zh}，实发 ${count(run.toPay).zh}`,
          `planned ${count(run.planned).en}, held ${count(run.held).en}, to pay ${count(run.toPay).en}`,
        ),
      ],
      [
        t('本户', 'Family'),
        t(
          lines.map(({ month, amountFen }) => `${month} ${yuan(amountFen).zh}`).join('，'),
          lines.map(({ month, amountFen }) => `${month} ${yuan(amountFen).en}`).join(', '),
        ),
      ],
    ],
  });
}

async function signatures(demo: Demo, url: string, { toPay }: RunDetail): Promise<void> {
  const { api, tell } = demo;
  const total = { totalFen: toPay.fen };
  const sum = yuan(toPay.fen);
  await api.send(cast.financeA, `${url}/signature`, total);
  tell.entry({
    who: cast.financeA.label,
    what: t(`第一人签字，写明所见合计 ${sum.zh}`, `signs first, naming the total seen: ${sum.en}`),
  });
  await caught(
    demo,
    cast.financeA,
    `${url}/signature`,
    total,
    'signedAlready',
    t('同一人再签第二个字', 'signs a second time'),
  );
  await caught(
    demo,
    cast.financeB,
    `${url}/signature`,
    { totalFen: toPay.fen + 100 },
    'totalDiffers',
    t('把合计多写一元', 'names a total that is a yuan too high'),
  );
  await api.send(cast.financeB, `${url}/signature`, total);
  tell.entry({
    who: cast.financeB.label,
    what: t(`第二人签字，写明所见合计 ${sum.zh}`, `signs second, naming the total seen: ${sum.en}`),
  });
}

/** The file goes to the bank, and its report comes back. */
async function reported({ api, tell }: Demo, url: string): Promise<void> {
  const run = await until(t('银行回执', 'The report of the bank'), async () => {
    const now = await api.get<RunDetail>(cast.financeA, url);
    return now.paid.lines + now.returned.lines === now.toPay.lines ? now : undefined;
  });
  const of = (kind: string) => run.files.filter((file) => file.kind === kind);
  const [sent] = of('pain.001');
  const names = (kind: string) =>
    of(kind)
      .map(({ name }) => name)
      .join(', ');
  tell.entry({
    who: others.system,
    what: t('生成银行文件，交银行一次', 'writes the bank file and hands it over, once'),
    details: [
      [t('文件', 'File'), t(`pain.001 ${sent?.name ?? ''}`)],
      [t('摘要', 'SHA-256'), t(`${sent?.sha256.slice(0, 24)}…`)],
    ],
  });
  tell.entry({
    who: others.bank,
    what: t(
      `回执：到账 ${count(run.paid).zh}，退回 ${count(run.returned).zh}`,
      `reports: paid ${count(run.paid).en}, returned ${count(run.returned).en}`,
    ),
    details: [[t('文件', 'File'), t(`pain.002 ${names('pain.002')}`)]],
  });
}

async function close({ api, tell }: Demo, url: string): Promise<void> {
  const { planned, paid, held, returned } = await api.send<RunDetail>(cast.financeA, `${url}/close`);
  const sums = [planned, paid, held, returned].map(({ fen }) => yuan(fen)) as [Text, Text, Text, Text];
  tell.entry({
    who: cast.financeA.label,
    what: t('账平，结算批次', 'closes the run: it balances'),
    details: [
      [
        t('金额', 'Amount'),
        t(
          `应发 ${sums[0].zh} = 已发 ${sums[1].zh} + 暂缓 ${sums[2].zh} + 退回 ${sums[3].zh}`,
          `planned ${sums[0].en} = paid ${sums[1].en} + held ${sums[2].en} + returned ${sums[3].en}`,
        ),
      ],
    ],
  });
}

async function linesOf({ api }: Demo, url: string, desk: CaseDesk): Promise<PaymentLine[]> {
  const mine: PaymentLine[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.get<{ items: PaymentLine[]; next: string | null }>(
      cast.financeA,
      `${url}/lines?limit=200${cursor}`,
    );
    mine.push(...page.items.filter(({ caseId }) => desk.url.endsWith(caseId)));
    if (page.next === null) return mine;
    cursor = `&cursor=${page.next}`;
  }
}

function count({ lines, fen }: RunDetail['planned']): Text {
  return t(`${lines} 笔 ${yuan(fen).zh}`, `${yuan(fen).en} (${lines})`);
}
