import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDetail } from '../../src/contracts/http/disbursements.ts';
import { connectApi } from '../../src/demo/api.ts';
import { cast, places } from '../../src/demo/cast.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import { demoSecret } from '../../src/stack/demoOfficials.ts';
import { type Place, placeFor } from '../../src/stack/place.ts';
import { freePortBase, portsFrom } from '../../src/stack/ports.ts';
import { runScript, type ScriptProcess } from '../support/childProcess.ts';
import { eventually } from '../support/eventually.ts';

/** docs/operations.md, “Backup and restore”, step by step, on a stack as `npm start` brings it up. */
const base = await freePortBase();
const ports = portsFrom(base);
let place: Place;
let stack: ScriptProcess;
beforeAll(async () => {
  place = await placeFor(base);
  await start();
});
afterAll(async () => {
  await stack?.terminate();
  for (const of of homes())
    for (const each of [of, `${of}.backup`, `${of}.lost`]) await rm(each, { recursive: true, force: true });
});

async function start(): Promise<void> {
  stack = runScript('src/stack/main.ts', {}, ['--port-base', String(base)]);
  await stack.printed('is running');
}
const stop = async () => expect(await stack.terminate()).toBe(0);

/** Its directory, and PostgreSQL's where that lies elsewhere. */
function homes(): string[] {
  const postgres = dirname(place.postgresData);
  return postgres === place.directory ? [place.directory] : [place.directory, postgres];
}
const copy = (from: string, to: string) => promisify(execFile)('cp', ['-a', from, to]);

async function playDemo(): Promise<void> {
  const played = runScript('src/demo/main.ts', {}, ['--port-base', String(base)]);
  expect(await played.ended(), played.output()).toBe(0);
}

async function doudi(...args: string[]): Promise<{ code: number | null; said: string }> {
  const settings = parseEnv(readFileSync(place.environment, 'utf8')) as Record<string, string>;
  const cli = runScript('src/cli.ts', settings, args);
  return { code: await cli.ended(), said: cli.output() };
}

test('a stack is backed up and restored as the manual says: what happened since is named, and nothing is paid twice', {
  timeout: 600_000,
}, async () => {
  await playDemo();
  await stop();
  for (const home of homes()) await copy(home, `${home}.backup`);
  await start();
  const before = await readBankBook(place.bank);

  await playDemo(); // a year of another family's life, and of the first one's
  const root = join(place.directory, 'root.txt');
  const printed = await doudi('audit', 'root');
  expect(printed.code, printed.said).toBe(0);
  const paid = await readBankBook(place.bank);
  expect(paid.length).toBeGreaterThan(before.length);

  await stop();
  for (const home of homes()) {
    await rename(home, `${home}.lost`);
    await copy(`${home}.backup`, home);
  }
  await rm(place.bank, { recursive: true }); // what the bank was given is never older than the bank
  await copy(`${place.directory}.lost/bank`, place.bank);
  await writeFile(root, printed.said);
  await start();

  const found = await doudi('doctor');
  expect(found.code, found.said).toBe(1);
  const [, files = ''] = /files the bank was given of which the record knows nothing: (.*)/.exec(found.said) ?? [];
  expect(files).toMatch(/^DD420582-\d{6}\.xml/);
  const verified = await doudi('audit', 'verify', '--root', root);
  expect(verified.code, verified.said).toBe(1);
  expect(verified.said).toMatch(/root:\d{4}-\d\d-\d\d.* is not in the database/);
  expect(verified.said).toMatch(/case:\S+ event \d+: cut off before its recorded tip/);
  expect(verified.said).toMatch(/disbursement:\S+ event 1: cut off before its recorded tip/);
  expect((await doudi('recover')).code).toBe(0);

  // The first of those months is planned and signed again: the bank has its file, and is given nothing.
  const api = connectApi(
    `http://127.0.0.1:${ports.api}`,
    `http://127.0.0.1:${ports.identityProvider}`,
    demoSecret,
    'en',
  );
  const period = files.replace(/^DD420582-(\d{4})(\d\d).*$/, '$1-$2');
  const url = `/v1/disbursements/${places.county}:${period}`;
  const runWhen = (states: readonly string[]) =>
    eventually(`the run is ${states.join(' or ')}`, async () => {
      const run = await api.get<RunDetail>(cast.financeA, url);
      return states.includes(run.state) && run;
    });
  await eventually(`it is ${period}`, async () => {
    await api.trySend(cast.clerk, '/v1/test-clock/advance', { to: `${period}-02` });
    return (await api.get<{ today: string }>(cast.clerk, '/v1/test-clock')).today >= `${period}-02`;
  });
  await api.send(cast.financeA, '/v1/disbursements', { county: places.county, period });
  const { toPay } = await runWhen(['prepared']);
  for (const signer of [cast.financeA, cast.financeB])
    await api.send(signer, `${url}/signature`, { totalFen: toPay.fen });
  await runWhen(['filed', 'handedOver']);
  expect(await readBankBook(place.bank)).toEqual(paid);
  expect(existsSync(join(place.bank, 'outgoing', `DD420582-${period.replace('-', '')}.xml`))).toBe(false);
});
