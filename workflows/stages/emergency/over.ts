import type { Ending, Stage } from '../../../src/domain/case/stages.ts';
import type { Case } from '../../kernel/story.ts';

/** Where an emergency goes on. */
export type NextStage = Extract<Stage, 'firstAid' | 'papers' | 'accountability' | 'giving' | 'ended'>;

/** The papers are done: over, unless more is being given. */
export function unlessFollowedUp(c: Case): 'giving' | 'ended' {
  return c.state.aid?.followUp === undefined ? over(c, 'aided') : 'giving';
}

/** Nothing is left to do. */
export function over(c: Case, as: Ending): 'ended' {
  c.enter('ended');
  c.end(as);
  return 'ended';
}
