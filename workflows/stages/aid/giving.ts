import type { Case } from '../../kernel/story.ts';
import { ended } from '../ended.ts';
import { inStages } from './inStages.ts';

/** 给付: what was decided is given, and with its last stage the case is over. */
export async function giving(c: Case): Promise<'ended'> {
  const went = await inStages(c.beside('stages'));
  return ended(c, went === 'given' ? 'aided' : 'aidStopped');
}
