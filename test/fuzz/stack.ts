import { temporaryStack, type Where } from '../../src/demo/where.ts';
import { demoSecret } from '../../src/stack/demoOfficials.ts';
import { StackFailure } from '../../src/stack/failure.ts';
import { lifecycle } from '../../src/stack/lifecycle.ts';
import type { Steps } from '../../src/stack/steps.ts';
import { runScript } from '../support/childProcess.ts';

/** Does its work on a stack of its own, which is gone afterwards. */
export async function onOwnStack<T>(steps: Steps, work: (where: Where) => Promise<T>): Promise<T> {
  // What is asked is how requests are judged; how many, and how busy the machine is, test/api/manners.test.ts has.
  const unlimited = { REQUESTS_PER_MINUTE: '10000000', REFUSED_TOKENS_PER_MINUTE: '10000000', BUSY_AFTER_MS: '0' };
  Object.assign(process.env, unlimited);
  const life = lifecycle();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void life.stopAll().then(() => process.exit(130)));
  const stack = await temporaryStack();
  try {
    return await work(await stack.start(steps, life));
  } finally {
    await life.stopAll();
    stack.remove();
  }
}

/** Plays a story of the demo there, so that there is something to be read, decided and mistaken. */
export async function played(where: Where, story: 'fire' | 'family'): Promise<void> {
  const demo = runScript('src/demo/main.ts', {}, ['--port-base', new URL(where.api).port, '--story', story]);
  if ((await demo.ended()) === 0) return;
  throw new StackFailure(
    `The demo ${story} could not be played: ${demo.output().slice(-600)}`,
    'npm run demo -- says more. 请先单独运行演示。',
  );
}

export async function tokenOf({ issuer }: Where, id: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: demoSecret });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}
