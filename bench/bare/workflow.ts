import { allHandlersFinished, condition, defineUpdate, setHandler } from '@temporalio/workflow';

export const bareDecide = defineUpdate<number, [object]>('bareDecide');

/** What Temporal itself takes: a workflow that ends after so many Updates, each of which does nothing. */
export async function bare(updates: number): Promise<void> {
  let taken = 0;
  setHandler(bareDecide, () => ++taken);
  await condition(() => taken >= updates);
  await condition(allHandlersFinished);
}
