import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot, withoutTraces } from '../../src/stack/paths.ts';

/** A script of ours in a process of its own, so that a test can kill it. */
export interface ScriptProcess {
  readonly pid: number;
  /** Everything it has printed. */
  output(): string;
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
 */
export function runScript(
  script: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): ScriptProcess {
  const child = spawn(process.execPath, [...withoutTraces, '--import', 'tsx', join(projectRoot, script), ...args], {
    cwd: projectRoot,
    env: { ...process.env, TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let printed = '';
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const gone = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return {
    pid: child.pid ?? -1,
    output: () => printed,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => printed.includes(text) && resolve();
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        look();
        void gone.then((code) =>
          reject(new Error(`${script} ended with ${code} before it printed "${text}":\n${printed}`)),
        );
      }),
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
    ended: () => gone,
  };
}
