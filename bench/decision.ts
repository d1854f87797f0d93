import type { Steps } from '../src/stack/steps.ts';
import { measured, paired } from './blocks.ts';
import { openOffice } from './office.ts';
import type { Measured } from './stackToMeasure.ts';

const complaint = { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' };

/**
 * A decision from HTTP to its receipt, its projections visible by then, one after the other: beside a bare Update, and
 * beside the least that keeps its record.
 */
export async function decision(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const clerk = 'township_clerk';
  const caseId = await office.apply();
  await office.decide(clerk, await office.opened(clerk, caseId, 'accept'), { outcome: 'accepted' });
  const { workflowId } = await office.bare.start(1_000_000);
  const kept = await office.bare.startKept(1_000_000);
  async function beside(what: string, goal: string, other: () => Promise<unknown>): Promise<void> {
    const { ours, bare } = await paired({
      works: 20,
      atOnce: 1,
      async ours() {
        const task = await office.opened(clerk, caseId, 'registerComplaint');
        const began = performance.now();
        await office.decide(clerk, task, complaint);
        return performance.now() - began;
      },
      bare: () => other().then(() => undefined),
    });
    const details = `${ours.medianMs.toFixed(1)} ms beside ${bare.medianMs.toFixed(1)} ms`;
    steps.say(measured(`a decision to its receipt, of ${what}`, ours.medianMs / bare.medianMs, '×', goal, details));
  }
  await beside('a bare Update', '≤ 2', () => office.bare.decide(workflowId, complaint));
  await beside('the least that keeps it', '', () => office.bare.decideKept(kept.workflowId, complaint));
  await office.stop();
}
