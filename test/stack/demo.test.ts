import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/stack/paths.ts';
import { placeFor } from '../../src/stack/place.ts';
import { allFree, freePortBase } from '../../src/stack/ports.ts';
import { runScript } from '../support/childProcess.ts';

const demo = (portBase: number, ...args: string[]) =>
  runScript('src/demo/main.ts', {}, ['--port-base', String(portBase), ...args]);

test('without a stack the demo brings its own, pays the family to the fen in the bank’s own book, and leaves nothing', {
  timeout: 120_000,
}, async () => {
  const played = demo(await freePortBase());
  expect(await played.ended(), played.output()).toBe(0);

  const told = played.output();
  expect(told).toContain('补差发放月金额 每月 872.00 元');
  expect(told).toMatch(/应发 872\.00 元 = 已发 872\.00 元 \+ 暂缓 0\.00 元 \+ 退回 0\.00 元/);
  expect(told).toMatch(/银行自己的账簿：本户到账 1 笔，共 872\.00 元（\d{4}-\d{2}），每月一笔，没有重复。/);
  expect(told.match(/拦截/g)).toHaveLength(5);
  expect(told).not.toContain('超期');

  const base = Number(/公开接口 http:\/\/127\.0\.0\.1:(\d+)/.exec(told)?.[1]);
  expect(await allFree(base)).toBe(true);
  expect(existsSync(join(projectRoot, '.doudi', String(base)))).toBe(false);
});

test('on a running stack it can be played again and again, each time with another family, in either language', {
  timeout: 180_000,
}, async () => {
  const base = await freePortBase();
  const stack = runScript('src/stack/main.ts', {}, ['--port-base', String(base)]);
  try {
    await stack.printed('is running');
    for (const [lang, sentence] of [
      ['zh', /银行自己的账簿：本户到账 1 笔，共 872\.00 元/],
      ['en', /The bank’s own book: 1 credited to this family, 872\.00 yuan/],
    ] as const) {
      const played = demo(base, '--lang', lang);
      expect(await played.ended(), played.output()).toBe(0);
      expect(played.output()).toMatch(sentence);
    }
  } finally {
    expect(await stack.terminate()).toBe(0);
    const { directory, postgresData } = await placeFor(base);
    for (const path of [postgresData, directory]) await rm(path, { recursive: true, force: true });
  }
});

test('a port where something else answers is refused with cause and remedy', async () => {
  const stranger = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  try {
    const { port } = stranger.address() as { port: number };
    const refused = demo(port);
    expect(await refused.ended()).toBe(1);
    expect(refused.output()).toContain('is not Doudi');
    expect(refused.output()).toContain('→');
    expect(refused.output()).not.toContain('    at ');
  } finally {
    stranger.close();
  }
});
