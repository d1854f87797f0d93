import type { Steps } from '../src/stack/steps.ts';
import { measured, paired } from './blocks.ts';
import { openOffice } from './office.ts';
import type { Measured } from './stackToMeasure.ts';
import { confirmed, decisionsToPosting, postingIsOver, untilPosted } from './wholeLife.ts';

/**
 * Whole cases a second, all human decisions, beside a bare workflow with as many Updates: to the posting, and from the
 * posting to the confirmation, for the week between the two is the law's.
 */
export async function wholeCase(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const posted: string[] = [];
  const before = await paired({
    blocks: 3,
    works: 48,
    atOnce: 24,
    ours: async () => void posted.push(await untilPosted(office)),
    async bare() {
      const { workflowId } = await office.bare.start(decisionsToPosting);
      for (let nth = 0; nth < decisionsToPosting; nth++) await office.bare.decide(workflowId, { nth });
    },
  });
  await postingIsOver(office);
  const waiting = await Promise.all(posted.map(() => office.bare.start(1)));
  const after = await paired({
    blocks: 3,
    works: 48,
    atOnce: 24,
    ours: () => confirmed(office, posted.pop()!),
    bare: () => office.bare.decide(waiting.pop()!.workflowId, {}).then(() => undefined),
  });
  const perSecond = (of: 'ours' | 'bare') => 1 / (1 / before[of].perSecond + 1 / after[of].perSecond);
  const ratio = perSecond('ours') / perSecond('bare');
  const details = `${perSecond('ours').toFixed(1)}/s beside ${perSecond('bare').toFixed(1)}/s, reads of the worklist included`;
  steps.say(measured('whole cases a second, of a bare workflow', ratio, '', '≥ 0.7', details));
  await office.stop();
}
