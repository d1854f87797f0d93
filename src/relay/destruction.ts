import type { Logger } from 'pino';
import { type DestroyDeps, destroyFiles } from '../commands/destroyFiles.ts';
import { releasedLists } from '../db/keeping/destruction.ts';
import { inTransaction } from '../db/pool.ts';
import type { RoundMetrics } from './metrics.ts';
import { startRound } from './round.ts';

interface Options extends DestroyDeps {
  readonly log: Logger;
  readonly metrics?: RoundMetrics | undefined;
  readonly everyMs?: number;
}

/** Carries out destruction lists once they are released; any number of relays may. Returns how to stop it. */
export function startDestruction({ log, metrics, everyMs = 5_000, ...deps }: Options): { stop(): Promise<void> } {
  const stop = startRound({
    name: 'destruction lists',
    everyMs,
    find: () => inTransaction(deps.pool, releasedLists),
    tell: (listId) => destroyFiles(deps, listId),
    log,
    metrics,
  });
  return { stop };
}
