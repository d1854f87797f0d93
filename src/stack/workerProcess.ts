import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StackFailure } from './failure.ts';
import type { Running } from './lifecycle.ts';
import { withoutTraces } from './paths.ts';
import { type Supervised, supervise, untilReady } from './process/supervised.ts';

export interface WorkerOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Says whether the worker asks for work by now. */
  readonly ready: () => Promise<boolean>;
  readonly say: (line: string) => void;
}

/** Runs the worker in a process of its own, and starts it again if it dies: nothing in it needs to be rescued. */
export async function startWorkerProcess(options: WorkerOptions): Promise<Running> {
  let stopping = false;
  let current = launch(options);
  const outcome = await untilReady(current, options.ready, 60_000);
  if (outcome !== 'ready') {
    const said = current.tail();
    await current.kill();
    throw new StackFailure(
      `The worker did not start: ${said} 工作进程启动失败。`,
      `See ${options.logFile}. 请查看日志。`,
    );
  }
  const watch = (program: Supervised): void => {
    void program.exited.then((code) => {
      if (stopping) return;
      options.say(`  ! the worker ended (${code}) and is started again; see ${options.logFile}`);
      setTimeout(() => {
        if (stopping) return;
        current = launch(options);
        watch(current);
      }, 500);
    });
  };
  watch(current);
  return {
    async stop() {
      stopping = true;
      await current.stop();
    },
  };
}

function launch({ env, logFile }: WorkerOptions): Supervised {
  const compiled = fileURLToPath(new URL('../worker.js', import.meta.url));
  const entry = existsSync(compiled)
    ? [compiled]
    : ['--import', 'tsx', fileURLToPath(new URL('../worker.ts', import.meta.url))];
  return supervise({ command: process.execPath, args: [...withoutTraces, ...entry], logFile, env, graceMs: 5_000 });
}
