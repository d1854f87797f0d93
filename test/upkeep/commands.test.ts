import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { runScript } from '../support/childProcess.ts';
import { type County, startCounty } from '../support/county.ts';
import { settingsOf } from '../support/settings.ts';

let county: County;
let directory: string;
let caseId: CaseId;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doudi-commands-'));
  county = await startCounty();
  caseId = await county.apply();
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
});
afterAll(async () => {
  await county?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** `doudi …`, as the county's IT person calls it. */
async function doudi(...args: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  return doudiWith({}, ...args);
}

async function doudiWith(changed: Record<string, string>, ...args: string[]) {
  const { taskQueue } = county;
  const settings = { ...settingsOf(county.db, { taskQueue, directory }), ...changed };
  const command = runScript('src/cli.ts', settings, args);
  return { code: await command.ended(), said: command.output() };
}

it('a case is exported and verified, and an altered file is named', async () => {
  const out = join(directory, 'case.zip');
  const wish = ['--out', out, '--by', '420582-0009', '--reason', '法院调取'];
  expect(await doudi('export', caseId, ...wish)).toMatchObject({ code: 0 });
  expect(await doudi('audit', 'verify', '--file', out)).toMatchObject({ code: 0 });

  const files = unzipSync(await readFile(out));
  const altered = join(directory, 'altered.zip');
  await writeFile(altered, zipSync({ ...files, 'money.json': strToU8('{}') }));
  const { code, said } = await doudi('audit', 'verify', '--file', altered);
  expect([code, said]).toEqual([1, expect.stringContaining('✗ money.json: is not as it was exported 与导出时不一致')]);
  expect((await doudi('export', caseId, '--out', out)).code).not.toBe(0);
});

it('what is asked wrongly is said by another exit code than what is found', async () => {
  expect(await doudi('doctr')).toMatchObject({ code: 2, said: expect.stringContaining("unknown command 'doctr'") });
  expect(await doudi('export', caseId)).toMatchObject({ code: 2, said: expect.stringContaining('--out <file>') });
  expect(await doudi('doctor', '--help')).toMatchObject({ code: 0 });
});

it('who does not answer is named, with what to do', async () => {
  const nobody = '127.0.0.1:9'; // the port of discard, where nothing listens
  const noDatabase = await doudiWith({ DATABASE_URL_WORKER: `postgres://doudi_worker:x@${nobody}/doudi` }, 'archive');
  expect(noDatabase).toMatchObject({ code: 2, said: expect.stringContaining('请启动数据库') });
  const noTemporal = await doudiWith({ TEMPORAL_ADDRESS: nobody }, 'doctor');
  expect([noTemporal.code, noTemporal.said]).toEqual([
    2,
    expect.stringContaining(`not answer at ${nobody}. Temporal 没有应答`),
  ]);
});

it('a root is printed as the file it is hashed as, and the record and an export are held against it', async () => {
  const kept = join(directory, 'root.txt');
  const { code, said } = await doudi('audit', 'root');
  expect([code, said]).toEqual([0, expect.stringContaining(`\ncase:${caseId} `)]);
  await writeFile(kept, said);
  const { rows } = await county.db.worker.query('select root from daily_root');
  expect(rows).toEqual([{ root: createHash('sha256').update(said).digest('hex') }]);
  expect(await doudi('audit', 'verify', '--root', kept)).toMatchObject({ code: 0 });
  expect(await doudi('audit', 'verify', '--file', join(directory, 'case.zip'), '--root', kept)).toMatchObject({
    code: 0,
  });

  await writeFile(kept, said.replace(/ (\d+) /, ' 9$1 '));
  const longer = await doudi('audit', 'verify', '--root', kept);
  expect(longer).toMatchObject({ code: 1, said: expect.stringContaining('is not the root kept outside') });
  expect(longer.said).toContain(`✗ case:${caseId}`);
  await writeFile(kept, 'nothing');
  expect(await doudi('audit', 'verify', '--root', kept)).toMatchObject({ code: 2 });
});
