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

/** Tools that were downloaded or built once are shared by all clones of one user. */
export const toolCache: string = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'doudi');

/** A name for this clone that other clones on the machine do not have. */
export const projectTag: string = createHash('sha256').update(projectRoot).digest('hex').slice(0, 10);
