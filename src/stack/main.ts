import { explain } from './failure.ts';
import { lifecycle } from './lifecycle.ts';
import { readOptions } from './options.ts';
import { startStack } from './stack.ts';
import { terminalSteps } from './steps.ts';
import { welcome } from './welcome.ts';

/** `npm start`: everything, in order, until Ctrl-C. */
async function main(): Promise<void> {
  const steps = terminalSteps();
  const life = lifecycle();
  let ending = false;

  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    if (code === 0) steps.say('\nStopping … 正在停止 …');
    const clean = await life.stopAll();
    if (!clean) steps.say('Stopped; some parts had to be killed. 已强制停止。');
    else if (code === 0) steps.say('Stopped; the data is kept. 已停止，数据保留。');
    process.exit(clean ? code : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      void end(0);
    });
  endWithNpm(() => void end(0));

  try {
    const began = performance.now();
    const options = readOptions(process.argv.slice(2));
    if (!options) return;
    const ports = await startStack(options, steps, life);
    if (!ending) steps.say(welcome(ports, (performance.now() - began) / 1_000, options.demo));
  } catch (error) {
    if (ending) return; // what fails while everything is being stopped is no news
    steps.say(`\n${explain(error)}\n`);
    await end(1);
  }
}

/** npm passes SIGTERM to its shell only; when that is gone, nobody could stop us any more. */
function endWithNpm(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 300).unref();
}

await main();
