import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { policyOn } from '../../src/domain/policy.ts';
import { policySource } from '../../src/policy/source.ts';
import { loadPolicyIntoDatabase } from '../../src/policy/store.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await freshDatabase();
  directory = await mkdtemp(join(tmpdir(), 'doudi-counties-'));
  await cp(join(projectRoot, 'counties'), directory, { recursive: true });
});
afterAll(async () => {
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

const dangyang = '420582000000' as DivisionCode;
const source = policySource();
const reload = () => loadPolicyIntoDatabase(database.worker, directory);

async function standard(on: string, knownAt: string) {
  const { book } = await inTransaction(database.worker, (tx) => source.read(tx));
  const found = policyOn(book, 'dibao.standard.urban', dangyang, on, knownAt);
  return found.ok && found.value.value.amountFen;
}

async function rewrite(change: (text: string) => string): Promise<void> {
  const file = join(directory, 'dangyang.yaml');
  await writeFile(file, change(await readFile(file, 'utf8')));
}

it('the same files again add nothing', async () => {
  expect(await reload()).toMatchObject({ added: 0 });
});

it('an entry edited after it was loaded is refused with its line, and nothing is loaded by halves', async () => {
  await rewrite((text) => text.replace("'670.00'", "'680.00'"));
  await expect(reload()).rejects.toThrow(/dangyang\.yaml:\d+ dibao\.standard\.urban: .*known_from/);
  expect(await standard('2026-05-01', '2026-11-01')).toBe(67_000);
  await rewrite((text) => text.replace("'680.00'", "'670.00'"));
});

it('a correction beside it changes nothing that was decided before it was known', async () => {
  const correction = [
    '  - key: dibao.standard.urban',
    "    value: '680.00'",
    '    unit: yuan/month',
    '    effective_from: 2026-04-01',
    '    known_from: 2026-11-10',
    '    ground: 更正文件',
    '',
  ].join('\n');
  await rewrite((text) => `${text.trimEnd()}\n${correction}`);
  expect(await reload()).toMatchObject({ added: 1 });
  expect(await standard('2026-05-01', '2026-11-09')).toBe(67_000);
  expect(await standard('2026-05-01', '2026-11-10')).toBe(68_000);
});
