import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectRoot } from '../../src/stack/paths.ts';
import { placeFor } from '../../src/stack/place.ts';
import { allFree, freePortBase } from '../../src/stack/ports.ts';
import { runScript } from '../support/childProcess.ts';
import { eventually } from '../support/eventually.ts';

const base = await freePortBase();
const start = (env = {}) => runScript('src/stack/main.ts', env, ['--port-base', String(base)]);
const data = (await placeFor(base)).postgresData;
afterAll(async () => {
  await rm(data, { recursive: true, force: true });
  await rm(join(projectRoot, '.doudi', String(base)), { recursive: true, force: true });
});

test('a stack that is killed leaves nothing running, and the next one finds its data', {
  timeout: 120_000,
}, async () => {
  const first = start();
  await first.printed('is running');

  const second = start();
  expect(await second.ended()).toBe(1);
  expect(second.output()).toContain('Already in use');

  await first.kill();
  await eventually('all ports closed', () => allFree(base));

  const third = start();
  await third.printed('is running');
  expect(third.output()).toContain('0 new migrations');
  expect(await third.terminate()).toBe(0);
  expect(await allFree(base)).toBe(true);
});

test('a start that fails says why and what to do, and leaves nothing running', async () => {
  const failed = start({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(await failed.ended()).toBe(1);
  expect(failed.output()).toContain('TEMPORAL_ADDRESS');
  expect(failed.output()).not.toContain('    at ');
  expect(await allFree(base)).toBe(true);
});
