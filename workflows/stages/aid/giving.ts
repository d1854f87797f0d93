import type { Case } from '../../kernel/story.ts';
import { over } from '../emergency/over.ts';
import { inStages } from './inStages.ts';

/** 给付: what was decided is given, and with its last stage the case is over. */
export async function giving(c: Case): Promise<'ended'> {
  const went = await inStages(c.beside('stages'));
  return over(c, went === 'given' ? 'aided' : 'aidStopped');
}
