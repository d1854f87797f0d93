import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { glossaryPage } from '../../scripts/docs/glossaryPage.ts';
import { clockKinds } from '../../src/domain/case/clockKinds.ts';
import { noticeNames } from '../../src/domain/case/names.ts';
import { roles } from '../../src/domain/case/roles.ts';
import { stages } from '../../src/domain/case/stages.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import { runRefusalCodes, runStates } from '../../src/domain/payments/run.ts';
import { policyKeys } from '../../src/domain/policyKeys.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const glossary = read('docs/glossary.md');

it('docs/glossary.md is what the code says; if not: npx tsx scripts/generate-docs.ts', () => {
  expect(glossary).toBe(glossaryPage(glossary));
});

/** Reasons that stand in SQL alone are found in the text of their file. */
const written = (path: string, pattern: RegExp) => Array.from(read(path).matchAll(pattern), ([, name]) => name ?? '');

it.each([
  ['role', roles],
  ['stage', stages],
  ['task', Object.keys(taskKinds)],
  ['clock', Object.keys(clockKinds)],
  ['letter', Object.keys(noticeNames)],
  ['policy value', Object.keys(policyKeys)],
  ['refusal of a run', runRefusalCodes],
  ['state of a run', runStates],
  ['reason to hold a line', written('src/db/payments/prepare.ts', /then '(\w+)'\n/g)],
])('every %s is in the glossary, with its Chinese name', (_what, names) => {
  expect(names.length).toBeGreaterThan(3);
  const missing = names.filter((name) => !new RegExp(`\\| .*\`${name}\`.* \\| .*\\p{Script=Han}`, 'u').test(glossary));
  expect(missing).toEqual([]);
});

it('no name of an outcome is missing', () => {
  expect(glossary).not.toContain('undefined');
});
