import { type AidStage, stagesLeft } from '../../../src/domain/aid/plan.ts';
import type { Case } from '../../kernel/story.ts';
import { delivered } from './delivery.ts';

/**
 * 一次审批、分阶段救助: decided once, given stage by stage, each when its day has come or what it waits for has come about.
 * Until a stage is on its way the rest can be stopped. The next one waits from the commit on that ends the one before.
 */
export async function inStages(c: Case): Promise<'given' | 'stopped'> {
  for (const stage of stagesLeft(c.state)) {
    const went = await c.firstOf(stopped, (c) => opened(c, stage));
    for (const clock of ['aidStageDay', 'aidStageFact'] as const) c.stopClock(clock);
    if (went === 'opened') await delivered(c.beside('aid'), 'giveAid');
    else c.issue('aidStopped');
    c.stopClock('giveAid');
    if (went === 'stopped') return 'stopped'; // in its round: a story begun anew finds it stopped, and opens no more
    c.again();
  }
  return 'given';
}

async function stopped(c: Case): Promise<'stopped'> {
  await c.humanTask('stopAid');
  return 'stopped';
}

/** The stage opens, and somebody says how it is given. */
async function opened(c: Case, { opens }: AidStage): Promise<'opened'> {
  if (opens === 'fact') {
    c.startClock('aidStageFact');
    await c.humanTask('registerAidFact', { clock: 'aidStageFact' });
    c.stopClock('aidStageFact');
  } else if (opens !== 'now') {
    c.startClock('aidStageDay');
    await c.clockPasses('aidStageDay');
    c.stopClock('aidStageDay');
  }
  c.startClock('giveAid');
  await c.humanTask('giveAid', { clock: 'giveAid' });
  return 'opened';
}
