import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BankMode } from '../../../src/simulators/bank/modes.ts';
import { writeStatusReport } from '../../../src/simulators/bank/statusReport.ts';
import { readBankBook } from '../../../src/simulators/bank.ts';
import type { CheckPlatformMode } from '../../../src/simulators/checkPlatform/modes.ts';
import { eventually } from '../../support/eventually.ts';
import type { Fault } from '../provoke.ts';
import { empty, fill, noDisks, smallDisk } from '../stack/disk.ts';
import { openStack, type Stack } from '../stack/stack.ts';

/** The check platform is as `mode` says until at least one request met it so; then it is itself again, and reports. */
const platformThatIs = (mode: CheckPlatformMode, zh: string, en: string): Fault => ({
  id: `F21-${mode}`,
  title: { zh: `核对平台${zh}`, en: `a check platform that ${en}` },
  moments: 6,
  lastsMs: 3_000,
  async inject({ platform }) {
    platform.behave(mode);
    if (mode !== 'http500')
      await eventually('a request met it', () => platform.requests().some((taken) => taken.mode === mode));
  },
  async recover({ platform }) {
    platform.behave('normal');
    for (const { request, mode: then } of platform.requests())
      if (then !== 'normal') platform.resend(request.requestId);
  },
});

/** The bank is as `mode` says when it takes the month's file. It pays the same in every mode. */
const bankThat = (mode: BankMode, zh: string, en: string, recover?: Fault['recover']): Fault => ({
  id: `F13-${mode}`,
  title: { zh: `银行${zh}`, en: `a bank that ${en}` },
  during: 'payday',
  moments: 4,
  async inject(stack) {
    const before = (await readBankBook(stack.bankDir)).length;
    stack.bank.behave(mode);
    await eventually('the bank has paid', async () => (await readBankBook(stack.bankDir)).length > before);
  },
  async recover(stack) {
    stack.bank.behave('normal');
    await recover?.(stack);
  },
});

const release = async ({ bank }: Stack) => bank.release();

/** What could not be read was set aside, and the bank is asked for a right one: written from its book. */
async function asksAgain(stack: Stack): Promise<void> {
  await eventually('the report is set aside', async () => {
    const { rowCount } = await stack.db.worker.query(`select from payment_quarantine where reason = 'unreadable'`);
    return (rowCount ?? 0) > 0;
  });
  const book = await readBankBook(stack.bankDir);
  const last = book.at(-1)!;
  const lines = book.filter(({ file }) => file === last.file);
  const report = { reportId: `BR-again-${last.messageId}`, createdAt: last.at, messageId: last.messageId, lines };
  await writeFile(join(stack.bankDir, 'incoming', `${last.messageId}.again.pain.002.xml`), writeStatusReport(report));
}

export const hurtOutside: readonly Fault[] = [
  platformThatIs('silent', '不回报', 'takes requests and stays silent'),
  platformThatIs('slow', '很慢', 'is slow'),
  platformThatIs('http500', '答复 500', 'answers 500'),
  platformThatIs('garbage', '回报残缺', 'sends garbage'),
  platformThatIs('twice', '回报两次', 'reports twice'),
  platformThatIs('replay', '原样重放', 'replays its message'),
  platformThatIs('wrongSignature', '签名不符', 'signs with another secret'),
  bankThat('halfWritten', '回执写了一半', 'writes half of its report', release),
  bankThat('silent', '迟迟不回执', 'stays silent for a while', release),
  bankThat('twice', '回执两次', 'reports twice'),
  bankThat('contradictory', '回执前后矛盾', 'contradicts itself'),
  bankThat('unknownLine', '回执含未知行', 'reports a line nobody ordered'),
  bankThat('wrongSum', '回执合计不符', 'gets its sum wrong', asksAgain),
  bankThat('wrongEncoding', '回执编码不符', 'writes GBK', asksAgain),
  {
    id: 'F7-bank',
    title: { zh: '银行目录磁盘写满', en: 'the disk of the bank’s directory is full when its file is due' },
    during: 'payday',
    moments: 1,
    lastsMs: 6_000,
    ownStack: () => openStack({ bankDisk: smallDisk('8m') }),
    impossible: noDisks,
    inject: ({ bankDir }) => fill(bankDir),
    recover: ({ bankDir }) => empty(bankDir),
  },
  {
    id: 'F12-bank',
    title: { zh: '银行程序重启', en: 'the bank’s own program goes down and comes back' },
    during: 'payday',
    inject: (stack) => stack.restartBank(),
  },
];
