import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { StackFailure } from '../failure.ts';
import { projectRoot, toolCache } from '../paths.ts';

/** The last version that `go install` accepts, with server 1.29.1. */
const version = 'v1.5.1';
const program = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const built = join(toolCache, 'temporal-build', program);
const downloaded = join(toolCache, 'temporal-download');

/** Finds the `temporal` program without installing anything: on PATH, then in our cache. */
function findTemporal(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, program));
  return [...onPath, join(downloaded, program), built].find((path) => existsSync(path));
}

/**
 * Finds the `temporal` program, or gets it into our cache: first by the SDK's own downloader, and where that cannot
 * be reached by `go install` (2½ to 4 minutes, once).
 * @param say receives a line of progress
 */
export async function provideTemporal(say: (line: string) => void): Promise<string> {
  const found = findTemporal();
  if (found) return found;
  await mkdir(toolCache, { recursive: true });
  say('Temporal is not installed; downloading it once …');
  const whyNot = await download();
  if (whyNot === undefined) return join(downloaded, program);
  say(`The download cannot be reached (${whyNot}); building it with Go instead, 3 to 5 minutes, once …`);
  await build(say);
  return built;
}

/** The SDK's downloader, in a process of its own because it cannot be told to give up. */
async function download(): Promise<string | undefined> {
  const script = `
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const { Runtime } = await import('@temporalio/worker');
    Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
    const executable = { type: 'cached-download', downloadDir: process.argv[1] };
    await (await TestWorkflowEnvironment.createLocal({ server: { executable } })).teardown();`;
  const staging = `${downloaded}.${process.pid}`;
  await mkdir(staging, { recursive: true });
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, staging], {
      timeout: 120_000,
      killSignal: 'SIGKILL',
      cwd: projectRoot,
    });
    const file = (await readdir(staging)).find((name) => name.startsWith('temporal'));
    if (file === undefined) return 'nothing was stored';
    await mkdir(downloaded, { recursive: true });
    await rename(join(staging, file), join(downloaded, program));
    return undefined;
  } catch (error) {
    return (error as { killed?: boolean }).killed ? 'no answer within two minutes' : 'refused';
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function build(say: (line: string) => void): Promise<void> {
  const staging = `${built}.${process.pid}.d`;
  await mkdir(staging, { recursive: true });
  const began = Date.now();
  const progress = setInterval(
    () => say(`  … building Temporal, ${Math.round((Date.now() - began) / 1000)} s`),
    15_000,
  );
  try {
    await goInstall(staging);
    await mkdir(join(toolCache, 'temporal-build'), { recursive: true });
    await rename(join(staging, program), built);
  } finally {
    clearInterval(progress);
    await rm(staging, { recursive: true, force: true });
  }
}

function goInstall(directory: string): Promise<void> {
  const remedy =
    'Install Temporal’s command line tool so that `temporal` is on PATH, or Go 1.24 or newer, or set TEMPORAL_ADDRESS to a server you run. 请安装 Temporal 命令行工具或 Go 1.24 以上版本，或将 TEMPORAL_ADDRESS 设为已有的服务器。';
  return new Promise((resolve, reject) => {
    const go = spawn('go', ['install', `github.com/temporalio/cli/cmd/temporal@${version}`], {
      env: { ...process.env, GOBIN: directory },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    go.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000);
    });
    go.once('error', () =>
      reject(new StackFailure('Neither Temporal nor Go is installed. 未安装 Temporal，也没有 Go。', remedy)),
    );
    go.once('exit', (code) => {
      if (code === 0) return resolve();
      reject(
        new StackFailure(`Building Temporal failed: ${said.trim().split('\n').at(-1)} 构建 Temporal 失败。`, remedy),
      );
    });
  });
}
