import { allHandlersFinished, condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { Kept } from './worker.ts';

export const bareDecide = defineUpdate<number, [object]>('bareDecide');
export const keptDecide = defineUpdate<void, [string]>('keptDecide');

/** What Temporal itself takes: a workflow that ends after so many Updates, each of which does nothing. */
export async function bare(updates: number): Promise<void> {
  let taken = 0;
  setHandler(bareDecide, () => ++taken);
  await condition(() => taken >= updates);
  await condition(allHandlersFinished);
}

const { keep } = proxyLocalActivities<Kept>({ startToCloseTimeout: '8s' });

/** The same where each Update writes one row, as whoever keeps a record must. */
export async function kept(updates: number): Promise<void> {
  let taken = 0;
  setHandler(keptDecide, async (id) => {
    await keep(id);
    taken++;
  });
  await condition(() => taken >= updates);
  await condition(allHandlersFinished);
}
