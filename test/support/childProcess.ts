import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, withoutTraces } from '../../src/stack/paths.ts';

/** A script of ours in a process of its own, so that a test can kill it. */
export interface ScriptProcess {
  readonly pid: number;
  alive(): boolean;
  /** Everything it has printed. */
  output(): string;
  /** Nobody reads any more what it prints: the pipe is closed. */
  deafen(): void;
  /** Resolves once this text has been printed; fails if the process ends first. */
  printed(text: string): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  terminate(): Promise<number | null>;
  /** Resolves with its exit code once it has ended by itself. */
  ended(): Promise<number | null>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a TypeScript file of the project with `node --import tsx`.
 * @param script path from the project's root, such as 'src/worker.ts'
 * @param outputFile where what it prints goes; a pipe to us where none is given
 */
export function runScript(
  script: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  outputFile?: string,
): ScriptProcess {
  const into = outputFile === undefined ? 'pipe' : openSync(outputFile, 'a', 0o600);
  const child = spawn(process.execPath, [...withoutTraces, '--import', 'tsx', join(projectRoot, script), ...args], {
    cwd: projectRoot,
    env: { ...process.env, TZ: 'UTC', ...env },
    stdio: ['ignore', into, into],
  });
  if (into !== 'pipe') closeSync(into);
  running.add(child);
  let printed = '';
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  const pipes = [child.stdout, child.stderr];
  for (const pipe of pipes) pipe?.on('data', collect);
  let alive = true;
  const gone = once(child, 'exit').then(([code]) => {
    running.delete(child);
    alive = false;
    return code as number | null;
  });
  const output = () => (outputFile === undefined ? printed : readFileSync(outputFile, 'utf8'));

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return {
    pid: child.pid ?? -1,
    alive: () => alive,
    output,
    deafen: () => {
      for (const pipe of pipes) pipe?.destroy();
    },
    async printed(text) {
      while (!output().includes(text)) {
        if (!alive) throw new Error(`${script} ended with ${await gone} before it printed "${text}":\n${output()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
    ended: () => gone,
  };
}
