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

test('without a stack the demo brings its own, pays the family to the fen in the bank’s own book, lives its benefit’s life, and leaves nothing', {
  timeout: 120_000,
}, async () => {
  const played = demo(await freePortBase());
  expect(await played.ended(), played.output()).toBe(0);

  const told = played.output();
  expect(told).toContain('补差发放月金额 每月 872.00 元');
  expect(told).toMatch(/应发 872\.00 元 = 已发 872\.00 元 \+ 暂缓 0\.00 元 \+ 退回 0\.00 元/);
  expect(told).toMatch(/银行自己的账簿：本户到账 1 笔，共 872\.00 元（\d{4}-\d{2}），每月一笔，没有重复。/);
  expect(told.match(/拦截/g)).toHaveLength(6);
  expect(told).not.toContain('超期');
  expectLife(told);

  const base = Number(/公开接口 http:\/\/127\.0\.0\.1:(\d+)/.exec(told)?.[1]);
  expect(await allFree(base)).toBe(true);
  expect(existsSync(join(projectRoot, '.doudi', String(base)))).toBe(false);
});

/** Written to, heard before anything was taken, let out by months and amounts, taken back in full, and gone on with without a gap. */
function expectLife(told: string): void {
  expect(told).toMatch(/短信 {2}网关账簿 \*\d{4} 【玉阳街道】演某：定期核查即将开始/);
  expect(told.indexOf('当面听取：母亲没有异议')).toBeLessThan(told.indexOf('确认渐退'));
  const [, from, to] = /│ (\d{4}年\d+月)起至(\d{4}年\d+月)：每月872\.00元/.exec(told) ?? [];
  expect([from, to].every(Boolean)).toBe(true);
  expect(told).toContain('不需重新申请，拟恢复每月 872.00 元');
  const [, ended, begun] = /旧户至 (\S+) 前一月止，新户 DD-420582-\d{4}-\d{6} 自 (\S+) 起，不间断/.exec(told) ?? [];
  expect(begun).toBe(ended);
  const unfolded = told.replace(/\n *│ /g, ''); // a letter is folded where the column ends
  expect(unfolded).toMatch(/自同月起每月670\.00元，不间断[\s\S]*申请行政复议[\s\S]*提起行政诉讼/);
  expect(told.match(/已验证完整/g)).toHaveLength(2);
}

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

test('a fire at nine in the evening: the next on call is written to, the money is there within the hours, the papers follow', {
  timeout: 120_000,
}, async () => {
  const played = demo(await freePortBase(), '--story', 'fire');
  expect(await played.ended(), played.output()).toBe(0);
  const told = played.output();
  expect(told.indexOf('*0041')).toBeLessThan(told.indexOf('*0042'));
  expect(told.match(/拦截/g)).toHaveLength(1);
  expect(told).toMatch(/到账，距报告 \d+ 分钟/);
  expect(told).toContain('演示戊：你因突发急难得到的临时救助共2000.00元，已复核确认，手续齐备。');
  expect(told).toContain('备用金：已支出 2000.00 元，可用 48000.00 元，待县级结算 2000.00 元');
  expect(told).toContain('已验证完整');
});

test('the injured driver of Dangyang: helped unknown, taken in, known again, confirmed to the yuan, and handed over at home', {
  timeout: 120_000,
}, async () => {
  const played = demo(await freePortBase(), '--story', 'dangyang');
  expect(await played.ended(), played.output()).toBe(0);
  const told = played.output();
  expect(told.match(/拦截/g)).toHaveLength(4);
  expect(told).toContain('演示己：你因突发急难得到的临时救助共8040.00元，已复核确认，手续齐备。');
  expect(told).toMatch(
    /大悟县民政局接收人[\s\S]*演示己，420922\*+\w{4}[\s\S]*8040\.00 元[\s\S]*康复后护送返乡：未办结/,
  );
  expect(told.indexOf('身份未明就要移交')).toBeLessThan(told.indexOf('登记身份：演示己'));
  expect(told).not.toContain('超期');
  expect(told).toContain('已验证完整');
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
