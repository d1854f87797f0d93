import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.ts';

/** A program to run under the watchdog. `graceMs`: how long it may take to stop before it is killed. */
export interface ProgramSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly stopSignal?: 'SIGINT' | 'SIGTERM';
  readonly graceMs?: number;
}

/** A running program in a process group of its own; it ends when we end, even if we are killed. */
export interface Supervised {
  /** Id of the process group: its leader is the watchdog. */
  readonly group: number;
  /** Resolves with the exit code once the program is gone. */
  readonly exited: Promise<number>;
  /** Asks it to end, kills it after the grace period, resolves when it is gone. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would have it. */
  kill(): Promise<void>;
  /** The last lines of its log, for a message that says what it said. */
  tail(): string;
}

const running = new Map<number, Promise<number>>();

/** Kills whatever is still running: the last resort when stopping in order has failed. */
export async function killAllPrograms(): Promise<void> {
  for (const group of running.keys()) killGroup(group);
  await Promise.all(running.values());
}

/** Starts a program in its own process group, its output going to `logFile`. */
export function supervise(spec: ProgramSpec): Supervised {
  const log = openSync(spec.logFile, 'a', 0o600);
  const { command, args, user, stopSignal = 'SIGTERM', graceMs = 5_000 } = spec;
  const watchdog = spawn(
    process.execPath,
    [
      join(projectRoot, 'src/stack/process/watchdog.mjs'),
      JSON.stringify({ command, args, ...user, stopSignal, graceMs }),
    ],
    { detached: true, stdio: ['pipe', log, log], env: spec.env ?? process.env },
  );
  closeSync(log);
  watchdog.stdin?.on('error', () => {}); // it may be gone already; `exited` tells
  const exited = new Promise<number>((resolve) => {
    watchdog.once('error', () => resolve(127));
    watchdog.once('exit', (code) => resolve(code ?? 128));
  });
  const group = watchdog.pid ?? -1;
  running.set(group, exited);
  void exited.then(() => running.delete(group));
  watchdog.unref();

  return {
    group,
    exited,
    async stop() {
      watchdog.ref();
      watchdog.stdin?.end();
      await exited;
    },
    async kill() {
      watchdog.ref();
      killGroup(group);
      await exited;
      await untilGone(group);
    },
    tail: () => readFileSync(spec.logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n'),
  };
}

/** The watchdog goes first; what it watched over may take a moment longer, and still hold its port and its lock. */
async function untilGone(group: number): Promise<void> {
  for (let turn = 0; turn < 250 && isThere(group); turn++) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isThere(group: number): boolean {
  try {
    return group > 1 && process.kill(-group, 0);
  } catch {
    return false;
  }
}

function killGroup(group: number): void {
  if (group <= 1) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Asks `ready` again until it says yes, the program has ended or the time is up. */
export async function untilReady(
  program: Supervised,
  ready: () => Promise<boolean>,
  withinMs: number,
): Promise<'ready' | 'ended' | 'late'> {
  const deadline = Date.now() + withinMs;
  let ended = false;
  void program.exited.then(() => {
    ended = true;
  });
  while (Date.now() < deadline) {
    if (ended) return 'ended';
    if (await ready()) return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return 'late';
}
