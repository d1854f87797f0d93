import type { Steps } from '../src/stack/steps.ts';
import { measured, paired } from './blocks.ts';
import { openOffice } from './office.ts';
import type { Measured } from './stackToMeasure.ts';

/** An application over HTTP (checked, sealed, stored, its case started) beside a bare `workflow.start`. */
export async function submit(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const { ours, bare } = await paired({
    works: 30,
    atOnce: 8,
    ours: () => office.apply(),
    bare: () => office.bare.start(1),
  });
  const details = `${ours.perSecond.toFixed(0)}/s beside ${bare.perSecond.toFixed(0)}/s`;
  steps.say(measured('submit an application, of a bare start', ours.perSecond / bare.perSecond, '', '≥ 0.6', details));
  await office.stop();
}
