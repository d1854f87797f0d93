import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../kernel/story.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'ended'>;

/** Nothing is left to do. */
export function over(c: Case, as: Ending): 'ended' {
  c.enter('ended');
  c.end(as);
  return 'ended';
}
