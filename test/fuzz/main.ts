import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { access } from '../../src/api/access.ts';
import { temporaryStack, type Where } from '../../src/demo/where.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { demoOfficials, demoSecret } from '../../src/stack/demoOfficials.ts';
import { explain, StackFailure } from '../../src/stack/failure.ts';
import { lifecycle } from '../../src/stack/lifecycle.ts';
import { terminalSteps } from '../../src/stack/steps.ts';
import { runScript } from '../support/childProcess.ts';
import { provideSchemathesis, runSchemathesis } from './schemathesis.ts';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Date.now() / 1_000));
const examples = Number(process.env.FUZZ_EXAMPLES ?? 15);

/** Who asks, one of each role; the first asks everything, also what is none of its business. */
const posts = [
  'clerk',
  'investigator1',
  'reviewer',
  'duty1',
  'officer',
  'leader',
  'finance1',
  'auditor',
  'administrator',
  'police',
];

/** What a role may ask, as the OpenAPI document names it. */
function operationsOf(role: Role): string[] {
  const may = Object.entries(access).filter(([, allowed]) => Array.isArray(allowed) && allowed.includes(role));
  return may.map(([key]) => key.replace(/:(\w+)/g, '{$1}')).filter((name) => name !== 'POST /v1/test-clock/advance');
}

async function tokenOf({ issuer }: Where, id: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: demoSecret });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Lives of two families, so that there is something to be read, decided and mistaken; the fire first, as the other takes years. */
async function peopled(where: Where): Promise<void> {
  for (const story of ['fire', 'family']) {
    const demo = runScript('src/demo/main.ts', {}, ['--port-base', new URL(where.api).port, '--story', story]);
    if ((await demo.ended()) !== 0)
      throw new StackFailure(
        `The demo ${story} could not be played: ${demo.output().slice(-600)}`,
        'npm run demo -- says more. 请先单独运行演示。',
      );
  }
}

/** `npm run fuzz`: what the OpenAPI document allows, and what it does not, from everybody. */
async function main(): Promise<number> {
  const steps = terminalSteps();
  const life = lifecycle();
  const directory = mkdtempSync(join(tmpdir(), 'doudi-fuzz-'));
  const command = provideSchemathesis(steps.say);
  // What is asked is how requests are judged; how many, and how busy the machine is, test/api/manners.test.ts has.
  const unlimited = { REQUESTS_PER_MINUTE: '10000000', REFUSED_TOKENS_PER_MINUTE: '10000000', BUSY_AFTER_MS: '0' };
  Object.assign(process.env, unlimited);
  const stack = await temporaryStack();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void life.stopAll().then(() => process.exit(130)));
  try {
    const where = await stack.start(steps, life);
    await steps.step('Two families 两户人家', () => peopled(where));
    const found: string[] = [];
    let requests = 0;
    steps.say(`\n  seed ${seed}, ${examples} examples an operation 种子 ${seed}，每项操作 ${examples} 例`);
    for (const [nth, post] of posts.entries()) {
      const { id, roles } = demoOfficials.find((each) => each.id === `dangyang.${post}`)!;
      const operations = nth === 0 ? {} : { operations: operationsOf(roles[0]!) };
      const run = { api: where.api, token: await tokenOf(where, id), examples, seed, directory, ...operations };
      const findings = await steps.step(
        id,
        () => runSchemathesis(command, run),
        (of) => `${of.requests} requests on ${of.operations} operations${of.said ? ', and something found' : ''}`,
      );
      requests += findings.requests;
      if (findings.said) found.push(`${id}\n${findings.said}`);
    }
    for (const each of found) steps.say(each);
    steps.say(
      `\n${requests} requests, findings as ${found.length} of ${posts.length} 共 ${requests} 个请求，${found.length} 个岗位有发现`,
    );
    return found.length === 0 ? 0 : 1;
  } finally {
    await life.stopAll();
    stack.remove();
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`\n${explain(error)}\n`);
  return 1;
});
