import { explain } from '../src/stack/failure.ts';
import { lifecycle } from '../src/stack/lifecycle.ts';
import { terminalSteps } from '../src/stack/steps.ts';
import { coldWake } from './coldWake.ts';
import { decision } from './decision.ts';
import { emergenciesFirst } from './emergenciesFirst.ts';
import { read } from './read.ts';
import { replay } from './replay.ts';
import { sizes } from './sizes.ts';
import { stackToMeasure } from './stackToMeasure.ts';
import { submit } from './submit.ts';
import { wholeCase } from './wholeCase.ts';

const scenarios = { submit, decision, wholeCase, read, sizes, coldWake, replay, emergenciesFirst } as const;

/** `npm run bench -- [scenario …]`: all of them or those named, one after the other on one stack of their own on free local ports. */
async function main(): Promise<void> {
  const steps = terminalSteps();
  const life = lifecycle();
  let remove = () => {};
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    await life.stopAll();
    remove();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));
  const limitMinutes = 30;
  setTimeout(() => {
    steps.say(`Broken off after ${limitMinutes} minutes.`);
    void end(1);
  }, limitMinutes * 60_000).unref();

  try {
    const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenarios);
    const unknown = names.find((name) => !(name in scenarios));
    if (unknown) throw new Error(`There is no scenario ${unknown}; there are: ${Object.keys(scenarios).join(', ')}`);
    const stack = await stackToMeasure();
    remove = stack.remove;
    const measured = await stack.start(steps, life);
    for (const name of names) await scenarios[name as keyof typeof scenarios](measured, steps);
    await end(0);
  } catch (error) {
    if (ending) return;
    console.error(`\n${explain(error)}\n`);
    await end(1);
  }
}

await main();
