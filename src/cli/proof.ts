import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readDailyRoot, takeDailyRoot } from '../db/dailyRoots.ts';
import { inTransaction } from '../db/pool.ts';
import { readWholeCase } from '../db/queries/wholeCase.ts';
import { parseCaseId } from '../domain/case/ids.ts';
import { type DailyRoot, parseRootFile, rootFile } from '../domain/dailyRoot.ts';
import { fieldCipher } from '../gateways/crypto/fieldCipher.ts';
import { diskDocuments } from '../gateways/documents.ts';
import { packCase } from '../proof/packCase.ts';
import { coverOf, faultKinds, verifyCase } from '../proof/verifyCase.ts';
import { verifyAll } from '../upkeep/verify.ts';
import { say, sayBreach, well, withPool } from './tools.ts';

interface ExportOptions {
  readonly out: string;
  readonly by: string;
  readonly reason: string;
  readonly contents: boolean;
}

/** What proves the record to others: a whole case as a file, daily roots, and the verification of both. */
export function addProofCommands(cli: Command): void {
  cli
    .command('export <caseId>')
    .description('writes a whole case as one zip file that proves itself 导出全案')
    .requiredOption('--out <file>', 'where to 输出文件')
    .requiredOption('--by <staff number>', 'who gives it out 经办人工号')
    .requiredOption('--reason <text>', 'to whom, and why; kept with the case 导出事由')
    .option('--no-contents', 'hashes only, for readers who may not read about persons 不含个人信息')
    .action((id: string, options: ExportOptions) => exportCase(id, options));

  const audit = cli.command('audit').description('proves the record 审计');
  audit
    .command('verify')
    .description('names the first event of each chain that was altered, is missing, or was put in 校验审计链')
    .option('--root <files...>', 'also against daily roots kept outside the database 与库外存证比对')
    .option('--file <export>', 'an exported case, without a database 离线校验导出文件')
    .action((options: { root?: string[]; file?: string }) => {
      const kept = (options.root ?? []).map(readRootFile);
      return options.file ? verifyFile(options.file, kept) : verifyRecord(kept);
    });
  audit
    .command('root')
    .description('prints a daily root, to be kept outside the database; takes today’s where none is taken 每日总根')
    .option('--day <day>', 'of an earlier day 日期')
    .action(({ day }: { day?: string }) => printRoot(day));
}

async function exportCase(id: string, { out, by, reason, contents }: ExportOptions): Promise<void> {
  const caseId = parseCaseId(id);
  if (!caseId) throw new Error(`${id} is no case id. 案件编号有误。`);
  await withPool(async (pool, config) => {
    const cipher = fieldCipher(config.dataKeys, config.hashKey);
    const keys = { cipher, reader: contents ? cipher : undefined };
    const whole = await inTransaction(pool, (tx) => readWholeCase(tx, keys, { caseId, by, reason }));
    if (!whole) throw new Error(`${caseId}: no such case. 没有该案件。`);
    const zip = await packCase(whole, diskDocuments({ directory: config.documentsDir, keys: config.dataKeys }));
    writeFileSync(out, zip, { mode: 0o600 });
    return sayFaults(verifyCase(zip), `${out}: ${whole.line.caseNumber}, ${whole.journal.length} events 事`);
  });
}

function verifyFile(file: string, kept: readonly DailyRoot[]): void {
  const zip = readFileSync(file);
  const destroyed = coverOf(zip)?.destroyed;
  process.exitCode = sayFaults(
    verifyCase(zip, kept),
    destroyed
      ? `${file} is whole; its contents were destroyed at ${destroyed.at} from the list ${destroyed.listId}. 记录完整，内容已依清册销毁。`
      : `${file} is whole, and what was recorded. 与原始记录一致。`,
  );
}

function sayFaults(faults: ReturnType<typeof verifyCase>, wellText: string): number {
  for (const { where, what } of faults) say(`✗ ${where}: ${faultKinds[what][1]} ${faultKinds[what][0]}`);
  return faults.length === 0 ? well(wellText) : 1;
}

async function verifyRecord(kept: readonly DailyRoot[]): Promise<void> {
  await withPool(async (pool) => {
    const { chains, breaches } = await inTransaction(pool, (tx) => verifyAll(tx, kept));
    for (const breach of breaches) sayBreach(breach);
    return breaches.length === 0 ? well(`${chains} chains are whole. ${chains} 条链完整。`) : 1;
  });
}

async function printRoot(day: string | undefined): Promise<void> {
  await withPool(async (pool) => {
    const root = await inTransaction(pool, async (tx) => {
      if (day === undefined) await takeDailyRoot(tx);
      return readDailyRoot(tx, day);
    });
    if (!root) throw new Error(`No root was taken on ${day}. 该日没有总根。`);
    process.stdout.write(rootFile(root));
    return 0;
  });
}

function readRootFile(file: string): DailyRoot {
  const root = parseRootFile(readFileSync(file, 'utf8'));
  if (!root) throw new Error(`${file} is no daily root, or was altered. 不是每日总根文件，或已被改动。`);
  return root;
}
