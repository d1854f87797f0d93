import type { Steps } from '../src/stack/steps.ts';
import { measured, paired } from './blocks.ts';
import { openOffice } from './office.ts';
import type { Measured } from './stackToMeasure.ts';
import { confirmed, decisionsToPosting, postingIsOver, untilPosted } from './wholeLife.ts';

/**
 * Whole cases a second, all human decisions, beside a bare workflow with as many Updates, and beside the least that keeps as
 * many decisions: to the posting, and from the posting to the confirmation, for the week between the two is the law's.
 */
export async function wholeCase(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const { bare } = office;
  await beside('a bare workflow', '≥ 0.7', bare.start, bare.decide);
  await beside('the least that keeps it', '', bare.startKept, bare.decideKept);
  await office.stop();

  async function beside(
    what: string,
    goal: string,
    start: (updates: number) => Promise<{ readonly workflowId: string }>,
    decide: (workflowId: string, message: object) => Promise<unknown>,
  ): Promise<void> {
    const posted: string[] = [];
    const before = await paired({
      blocks: 3,
      works: 48,
      atOnce: 24,
      ours: async () => void posted.push(await untilPosted(office)),
      async bare() {
        const { workflowId } = await start(decisionsToPosting);
        for (let nth = 0; nth < decisionsToPosting; nth++) await decide(workflowId, { nth });
      },
    });
    await postingIsOver(office);
    const waiting = await Promise.all(posted.map(() => start(1)));
    const after = await paired({
      blocks: 3,
      works: 48,
      atOnce: 24,
      ours: () => confirmed(office, posted.pop()!),
      bare: () => decide(waiting.pop()!.workflowId, {}).then(() => undefined),
    });
    const perSecond = (of: 'ours' | 'bare') => 1 / (1 / before[of].perSecond + 1 / after[of].perSecond);
    const ratio = perSecond('ours') / perSecond('bare');
    const details = `${perSecond('ours').toFixed(1)}/s beside ${perSecond('bare').toFixed(1)}/s, reads of the worklist included`;
    steps.say(measured(`whole cases a second, of ${what}`, ratio, '', goal, details));
  }
}
