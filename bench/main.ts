import { explain } from '../src/stack/failure.ts';
import { lifecycle } from '../src/stack/lifecycle.ts';
import { terminalSteps } from '../src/stack/steps.ts';
import { emergenciesFirst } from './emergenciesFirst.ts';
import { stackToMeasure } from './stackToMeasure.ts';

const scenarios = { emergenciesFirst } as const;

/** `npm run bench -- [scenario]`: each on a stack of its own on free local ports, which is removed at the end. */
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
    const name = process.argv[2] ?? 'emergenciesFirst';
    const scenario = scenarios[name as keyof typeof scenarios];
    if (!scenario) throw new Error(`There is no scenario ${name}; there are: ${Object.keys(scenarios).join(', ')}`);
    const stack = await stackToMeasure();
    remove = stack.remove;
    await scenario(await stack.start(steps, life), steps);
    await end(0);
  } catch (error) {
    if (ending) return;
    console.error(`\n${explain(error)}\n`);
    await end(1);
  }
}

await main();
