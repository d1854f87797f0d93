import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: files that are not TypeScript (SQL, YAML, the watchdog) are read from there, whether we run from src or dist. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('No package.json above this file: the program was moved out of its project');
  return findRoot(parent);
}

/** What slows workflows down is turned off there. */
export const withoutTracesPath: string = join(projectRoot, 'workflows/withoutTraces.cjs');
/** How Node is started where workflows run: their threads inherit it. */
export const withoutTraces: readonly string[] = ['--require', withoutTracesPath];

/** Tools that were downloaded or built once are shared by all clones of one user. */
export const toolCache: string = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'doudi');

/** A name for this clone that other clones on the machine do not have. */
export const projectTag: string = createHash('sha256').update(projectRoot).digest('hex').slice(0, 10);
