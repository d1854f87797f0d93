import type { Logger } from 'pino';
import type { RoundMetrics } from './metrics.ts';

/** How many are told at the same time. */
const atOnce = 10;

export interface Round<T> {
  readonly name: string;
  readonly everyMs: number;
  readonly find: () => Promise<T[]>;
  readonly tell: (one: T) => Promise<unknown>;
  readonly log: Logger;
  readonly metrics?: RoundMetrics | undefined;
}

/**
 * Tells again and again of all there is to tell. One of whom nothing is heard keeps nobody else waiting for long.
 * Returns how to end it: resolves when what is under way is over.
 */
export function startRound<T>({ name, everyMs, find, tell, log, metrics }: Round<T>): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const failed = (error: Error) => {
    metrics?.failed(name);
    log.warn(
      { round: name, error: error.name, code: (error as { code?: string }).code },
      'a round of the relay failed; it is tried again',
    );
  };
  const tellNext = async (rest: T[]): Promise<void> => {
    for (let one = rest.shift(); one !== undefined && !stopped; one = rest.shift()) await tell(one).catch(failed);
  };
  const turn = () => {
    running = find()
      .then((found) => Promise.all(Array.from({ length: atOnce }, () => tellNext(found))))
      .then(() => metrics?.finished(name), failed)
      .then(() => {
        if (!stopped) timer = setTimeout(turn, everyMs);
      });
  };
  turn();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
