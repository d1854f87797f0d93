import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/stack/paths.ts';

/** A device of Linux's on which every writing finds no room. */
const full = '/dev/full';

it.skipIf(!existsSync(full))('a process whose logs find no room goes on, and keeps no more than it may', () => {
  const program = `
    import pino from 'pino';
    import { logOutput } from './src/gateways/logOutput.ts';
    import { workerLog } from './src/workerLog.ts';
    const [api, worker] = [pino({}, logOutput()), workerLog('info')];
    const before = process.memoryUsage().heapUsed;
    for (let line = 0; line < 20_000; line++) {
      api.info('x'.repeat(1_000));
      worker.warn('y'.repeat(1_000));
    }
    setTimeout(() => process.exit(process.memoryUsage().heapUsed - before < 20_000_000 ? 42 : 43), 100);`;
  const noRoom = openSync(full, 'w');
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: projectRoot,
    stdio: ['ignore', noRoom, noRoom],
    timeout: 60_000,
  });
  expect(status).toBe(42);
});
