import { demoSecret } from '../stack/demoOfficials.ts';
import { explain } from '../stack/failure.ts';
import { lifecycle } from '../stack/lifecycle.ts';
import { terminalSteps } from '../stack/steps.ts';
import { connectApi } from './api.ts';
import type { Demo } from './caseDesk.ts';
import { tellDangyang } from './dangyang.ts';
import { openDays } from './days.ts';
import { tellFire } from './fire.ts';
import { readOptions, type StoryName } from './options.ts';
import { tellStory } from './story.ts';
import { timeline } from './timeline.ts';
import { runningStack, type TemporaryStack, temporaryStack, type Where } from './where.ts';
import { t } from './words.ts';

const tellers: { readonly [S in StoryName]: (demo: Demo, where: Where) => Promise<void> } = {
  family: tellStory,
  fire: tellFire,
  dangyang: tellDangyang,
};

/** `npm run demo`: a case over the public API, on the stack that runs or on one of its own. */
async function main(): Promise<void> {
  const steps = terminalSteps();
  const life = lifecycle();
  let own: TemporaryStack | undefined;
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    const clean = await life.stopAll();
    own?.remove();
    process.exit(clean ? code : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!ending) steps.say('\nThe demo is broken off. 演示中止。');
      void end(130);
    });

  try {
    const options = readOptions(process.argv.slice(2));
    if (!options) return;
    const { portBase, lang, story } = options;
    let where = await runningStack(portBase);
    if (!where) {
      steps.say(
        `Nothing runs at port ${portBase}: the demo starts a stack of its own and removes it afterwards.\n` +
          `端口 ${portBase} 没有运行中的系统：演示自行启动一套，结束后清除。\n`,
      );
      own = await temporaryStack();
      where = await own.start(steps, life);
    }
    const api = connectApi(where.api, where.issuer, demoSecret, lang);
    const days = await openDays(api);
    const { isTTY, columns = 100 } = process.stdout;
    const terminal = { write: steps.say, columns, colour: isTTY && process.env.NO_COLOR === undefined };
    const tell = timeline(terminal, lang, days.today);
    const began = performance.now();
    await tellers[story]({ api, days, tell }, where);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    tell.line(t(`演示完成，用时 ${seconds} 秒。`, `That was the demo; it took ${seconds} s.`));
    await end(0);
  } catch (error) {
    if (ending) return;
    console.error(`\n${explain(error)}\n`);
    await end(1);
  }
}

await main();
