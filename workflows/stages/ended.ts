import type { Ending } from '../../src/domain/case/stages.ts';
import type { Case } from '../kernel/story.ts';
import { othersDone } from './others.ts';

/** The case ends, once nobody else has anything left to do or to answer. */
export async function ended(c: Case, as: Ending): Promise<'ended'> {
  await othersDone(c);
  c.enter('ended');
  c.end(as);
  return 'ended';
}
