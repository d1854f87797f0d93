import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { access } from '../../src/api/access.ts';
import type { Where } from '../../src/demo/where.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import { demoOfficials } from '../../src/stack/demoOfficials.ts';
import { explain } from '../../src/stack/failure.ts';
import { type Steps, terminalSteps } from '../../src/stack/steps.ts';
import { provideSchemathesis, runSchemathesis } from './schemathesis.ts';
import { onOwnStack, played, tokenOf } from './stack.ts';

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
const only = process.env.FUZZ_ONLY?.split(',') ?? posts;

/** What a role may ask, as the OpenAPI document names it. */
function operationsOf(role: Role): string[] {
  const may = Object.entries(access).filter(([, allowed]) => Array.isArray(allowed) && allowed.includes(role));
  return may.map(([key]) => key.replace(/:(\w+)/g, '{$1}')).filter((name) => name !== 'POST /v1/test-clock/advance');
}

async function everybodyAsks(where: Where, command: string, directory: string, steps: Steps): Promise<number> {
  // The fire first: the other story takes years.
  await steps.step('Two families 两户人家', async () => {
    for (const story of ['fire', 'family'] as const) await played(where, story);
  });
  steps.say(`\n  seed ${seed}, ${examples} examples an operation 种子 ${seed}，每项操作 ${examples} 例`);
  let requests = 0;
  let finding = 0;
  for (const post of posts.filter((each) => only.includes(each))) {
    const { id, roles } = demoOfficials.find((each) => each.id === `dangyang.${post}`)!;
    const operations = post === 'clerk' ? {} : { operations: operationsOf(roles[0]!) };
    const run = { api: where.api, token: await tokenOf(where, id), examples, seed, directory, ...operations };
    const findings = await steps.step(
      id,
      () => runSchemathesis(command, run),
      (of) => `${of.requests} requests on ${of.operations} operations${of.said ? ', and something found' : ''}`,
    );
    requests += findings.requests;
    if (!findings.said) continue;
    finding++;
    steps.say(findings.said);
  }
  steps.say(
    `\n${requests} requests, findings as ${finding} of ${only.length} 共 ${requests} 个请求，${finding} 个岗位有发现`,
  );
  return finding === 0 ? 0 : 1;
}

/** `npm run fuzz`: what the OpenAPI document allows, and what it does not, from everybody. */
async function main(): Promise<number> {
  const steps = terminalSteps();
  const command = provideSchemathesis(steps.say);
  const directory = mkdtempSync(join(tmpdir(), 'doudi-fuzz-'));
  try {
    return await onOwnStack(steps, (where) => everybodyAsks(where, command, directory, steps));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`\n${explain(error)}\n`);
  return 1;
});
