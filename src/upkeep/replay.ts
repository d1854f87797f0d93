import { createRequire } from 'node:module';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { withoutTracesPath } from '../stack/paths.ts';
import { listedAsRunning } from './openWorkflows.ts';

/** A case or payment run whose life so far this version's workflows do not tell in the same way. */
export interface Unfit {
  readonly workflowId: string;
  readonly why: string;
}

/**
 * Lives again through what cases and payment runs have gone through until now, with the workflows of this version and
 * without doing anything: the gate before a new version is let in beside the old one. Test histories show the shapes we
 * thought of; these are the ones there are.
 */
export async function replayOpen(
  client: Client,
  bundle: string,
  limit: number,
  dataConverter: DataConverter,
): Promise<{ readonly replayed: number; readonly unfit: readonly Unfit[] }> {
  createRequire(import.meta.url)(withoutTracesPath);
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  let replayed = 0;
  const unfit: Unfit[] = [];
  const histories = upTo(limit, listedAsRunning(client).intoHistories({ concurrency: 4 }));
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle: { codePath: bundle }, dataConverter },
    histories,
  )) {
    replayed++;
    if (error) unfit.push({ workflowId, why: error.name });
  }
  return { replayed, unfit };
}

async function* upTo<T>(limit: number, all: AsyncIterable<T>): AsyncIterable<T> {
  let given = 0;
  if (limit > 0)
    for await (const one of all) {
      yield one;
      if (++given === limit) return;
    }
}
