import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readDivisionsFile, writeDivisionsFile } from '../src/policy/divisionsFile.ts';
import { PolicyFileError } from '../src/policy/problems.ts';
import { readPublishedDivisions, withPublished } from '../src/policy/publishedDivisions.ts';
import { explain, StackFailure } from '../src/stack/failure.ts';
import { projectRoot } from '../src/stack/paths.ts';

/**
 * Adds divisions from published lists of codes to counties/divisions.csv (docs/operations.md). Changes the file only if
 * every row fits.
 */
const command = new Command('npx tsx scripts/import-divisions.ts')
  .description('Adds published divisions to counties/divisions.csv 从公布的区划代码表导入行政区划')
  .argument('<files...>', 'CSV files beginning with code,name; higher levels may be in files of their own')
  .requiredOption(
    '--within <codes>',
    'which divisions, e.g. 4405 or 44,4501 导入哪些地区（代码前缀，逗号分隔）',
    places,
  )
  .action((files: string[], { within }: { within: string[] }) => importDivisions(files, within));

function places(text: string): string[] {
  const codes = text.split(',');
  if (codes.every((code) => /^\d{2}(\d{2}(\d{2}(\d{3})?)?)?$/.test(code))) return codes;
  throw new InvalidArgumentError('codes of 2, 4, 6 or 9 digits are expected. 应为2、4、6或9位代码。');
}

function importDivisions(files: readonly string[], within: readonly string[]): void {
  const target = join(projectRoot, 'counties/divisions.csv');
  const known = readDivisionsFile('divisions.csv', readFileSync(target, 'utf8'));
  const published = files.map((file) => readPublishedDivisions(basename(file), read(file)));
  const merged = withPublished(
    known.divisions,
    published.flatMap(({ rows }) => rows),
    within,
  );
  const problems = [...known.problems, ...published.flatMap((each) => each.problems), ...merged.problems];
  if (problems.length > 0) throw new PolicyFileError(problems);

  writeFileSync(`${target}.part`, writeDivisionsFile(merged.divisions));
  renameSync(`${target}.part`, target);
  for (const { code, name } of merged.renamed) console.log(`  ${code} is called ${name} now 更名`);
  console.log(
    `${merged.added.length} added 新增, ${merged.renamed.length} renamed 更名, ${merged.divisions.length} in all 共计. ` +
      'They are loaded at the next start. 下次启动时载入。',
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new StackFailure(
      `${file} cannot be read. 无法读取文件。`,
      'Check its name and whether it may be read. 请检查文件名和权限。',
    );
  }
}

try {
  command.parse();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
