import { type Config, loadConfig } from '../config.ts';
import { createPool, type Pool } from '../db/pool.ts';
import type { Breach } from '../upkeep/verify.ts';

/** Does work with the worker's rights and says by its exit code what came of it: 0 all is well, 1 something was found. */
export async function withPool(work: (pool: Pool, config: Config) => Promise<number>): Promise<void> {
  const config = loadConfig(process.env);
  const pool = createPool(config.database.worker, 4);
  try {
    process.exitCode = await work(pool, config);
  } finally {
    await pool.end();
  }
}

export function sayBreach({ chain, seq, what }: Breach): void {
  say(`✗ ${chain} event ${seq}: ${what} 链条在此断开`);
}

export function well(text: string): number {
  say(`✓ ${text}`);
  return 0;
}

export function say(line: string): void {
  console.log(line);
}
