import { ApplicationFailure } from '@temporalio/workflow';
import type { Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../../workflows/kernel/story.ts';

/** Stands in for workflows/stages/survey.ts in a bundle of a test's own: a stage with a bug, of one kind or the other. */
export async function survey(c: Case): Promise<Stage> {
  if (c.state.complaint) throw ApplicationFailure.nonRetryable('a bug thrown as a failure of Temporal’s own');
  throw new Error('a bug');
}
