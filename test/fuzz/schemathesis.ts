import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackFailure } from '../../src/stack/failure.ts';
import { toolCache } from '../../src/stack/paths.ts';

const version = '4.32.5';
const configuration = fileURLToPath(new URL('schemathesis.toml', import.meta.url));

/** One run: as whom, on which operations of the document, and with which dice. */
export interface Run {
  readonly api: string;
  readonly token: string;
  /** As `GET /v1/cases`; all of the document where it is left out. */
  readonly operations?: readonly string[];
  readonly examples: number;
  readonly seed: number;
  /** Where its report may be written. */
  readonly directory: string;
}

export interface Findings {
  readonly requests: number;
  readonly operations: number;
  /** What it found, in its own words; nothing where all held. */
  readonly said: string;
}

/**
 * Schemathesis, in an environment of its own beside our other tools; installed once.
 * @throws StackFailure where Python or the package cannot be had
 * @see https://schemathesis.readthedocs.io
 */
export function provideSchemathesis(say: (line: string) => void): string {
  const place = join(toolCache, `schemathesis-${version}`);
  const command = join(place, process.platform === 'win32' ? 'Scripts/schemathesis.exe' : 'bin/schemathesis');
  if (existsSync(command)) return command;
  say('  … installing Schemathesis, once 正在安装 Schemathesis（仅一次）');
  const python = process.platform === 'win32' ? 'python' : 'python3';
  const asked = spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']);
  if (asked.status !== 0)
    throw new StackFailure(
      'The fuzz needs Python 3.10 or newer, and there is none. 模糊测试需要 Python 3.10 或更高版本，本机没有。',
      'Install Python 3 with its venv module, then run `npm run fuzz` again; nothing else of Doudi needs it. 请安装 Python 3（含 venv）后重试，本系统其他部分不需要它。',
    );
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `schemathesis==${version}`];
  const installed =
    spawnSync(python, ['-m', 'venv', place], { stdio: 'inherit' }).status === 0 &&
    spawnSync(join(command, '..', 'python'), pip, { stdio: 'inherit' }).status === 0;
  if (installed && existsSync(command)) return command;
  rmSync(place, { recursive: true, force: true });
  throw new StackFailure(
    `Schemathesis ${version} could not be installed; Python says why above. 无法安装 Schemathesis。`,
    'Check the network and pip’s configuration, then run `npm run fuzz` again. 请检查网络和 pip 配置后重试。',
  );
}

/** Runs all phases, stateful ones too, with all checks. */
export async function runSchemathesis(command: string, run: Run): Promise<Findings> {
  const report = join(run.directory, 'report.json');
  const { code, said } = await printed(
    command,
    [
      `--config-file=${configuration}`,
      'run',
      `${run.api}/openapi.json`,
      `--url=${run.api}`,
      `--header=Authorization: Bearer ${run.token}`,
      `--seed=${run.seed}`,
      `--max-examples=${run.examples}`,
      '--generation-database=none',
      '--checks=all',
      '--continue-on-failure',
      '--workers=1', // with two, Python 3.11 loses count of how deep it is in its own syntax trees
      '--request-timeout=60',
      '--no-color',
      `--report-json-path=${report}`,
      ...(run.operations ?? []).map((name) => `--include-name=${name}`),
      // Moves the time of everybody who asks after it; test/api/fuzz.test.ts has it.
      ...(run.operations ? [] : ['--exclude-path=/v1/test-clock/advance']),
    ],
    run.directory,
  );
  const { test_cases, operations } = JSON.parse(readFileSync(report, 'utf8')) as {
    test_cases: { generated: number };
    operations: { tested: number };
  };
  const failed = said.slice(said.search(/^=+ (ERRORS|FAILURES) =+$/m));
  return { requests: test_cases.generated, operations: operations.tested, said: code === 0 ? '' : failed };
}

function printed(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      said += bytes;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });
}
