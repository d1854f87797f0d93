import type { Case } from '../../kernel/story.ts';
import { delivered } from '../aid/delivery.ts';
import { type NextStage, over } from './over.ts';

/**
 * 先行救助: one officer of the township gives what is needed now, within the delegation and the limit of the day. What
 * goes beyond them the county decides, within the same clock.
 */
export async function firstAid(c: Case): Promise<NextStage> {
  let way: string = await c.humanTask('firstAid', { clock: 'firstAid' });
  if (way === 'toCounty') way = await c.humanTask('countyAid', { clock: 'firstAid' });
  if (way === 'notNeeded') return over(c, 'aidNotNeeded');
  if (way === 'refused') {
    c.issue('aidRefusal');
    return over(c, 'aidRefused');
  }
  await delivered(c.beside('aid'), 'firstAid');
  c.stopClock('firstAid');
  return 'papers';
}
