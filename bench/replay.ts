import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { withoutTracesPath } from '../src/stack/paths.ts';
import type { Steps } from '../src/stack/steps.ts';
import { bundleWorkflows } from '../src/stack/workflowBundle.ts';
import { keptHistories } from '../test/histories/files.ts';
import { measured } from './blocks.ts';
import type { Measured } from './stackToMeasure.ts';

const count = 1_000;

/** A thousand histories of every release that is kept, lived through by the workflows of today. */
export async function replay(_stack: Measured, steps: Steps): Promise<void> {
  createRequire(import.meta.url)(withoutTracesPath); // a replay lives in the main thread
  const directory = await mkdtemp(join(tmpdir(), 'doudi-bench-'));
  const codePath = join(directory, 'bundle.js');
  await bundleWorkflows(codePath);
  const kept = keptHistories();
  const histories = Array.from({ length: count }, (_, nth) => ({
    workflowId: `${kept[nth % kept.length]!.name}-${nth}`,
    history: kept[nth % kept.length]!.history,
  }));
  const events = histories.reduce((sum, { history }) => sum + history.events.length, 0);
  const began = performance.now();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories))
    if (error) throw new Error(`${workflowId} does not replay: ${error.message}`);
  const seconds = (performance.now() - began) / 1_000;
  steps.say(measured(`replay of ${count} histories`, seconds, 's', '≤ 60 s', `${events} events`));
  await rm(directory, { recursive: true, force: true });
}
