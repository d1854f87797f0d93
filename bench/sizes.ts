import type { Steps } from '../src/stack/steps.ts';
import { costOf } from '../test/support/cost.ts';
import { caseWorkflowId } from '../workflows/messages.ts';
import { measured, pause } from './blocks.ts';
import { type Office, openOffice } from './office.ts';
import type { Measured } from './stackToMeasure.ts';
import { confirmed, postingIsOver, untilPosted } from './wholeLife.ts';

/** What a whole case costs Temporal: events and state transitions over all its runs, and what is left once it has parked. */
export async function sizes(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const caseId = await untilPosted(office);
  await parked(office, caseId);
  await postingIsOver(office);
  await confirmed(office, caseId);
  const last = await parked(office, caseId);
  const { events, transitions, runs } = await costOf(office.client, caseId);
  const what = `in ${runs} runs, from the application to the benefit, six decisions, one report, parked twice`;
  steps.say(measured('events of Temporal', events, '', 'few', what));
  steps.say(measured('state transitions', transitions, '', 'few', what));
  steps.say(measured('a parked case', last.bytes / 1_000, 'kB', '≤ 20 kB', `${last.events} events`));
  await office.stop();
}

export async function parked({ client }: Office, caseId: string): Promise<{ events: number; bytes: number }> {
  const workflow = client.workflow.getHandle(caseWorkflowId(caseId));
  for (;;) {
    const { historyLength, historySize } = await workflow.describe();
    if (historyLength <= 10) return { events: historyLength, bytes: Number(historySize) };
    await pause(200);
  }
}
