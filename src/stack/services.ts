import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startApi } from '../api/server.ts';
import type { Config } from '../config.ts';
import { checkCallbackPath } from '../contracts/checkPlatform.ts';
import { startRelay } from '../relay/process.ts';
import type { Running } from './lifecycle.ts';
import type { Ports } from './ports.ts';

/** A part of the stack that runs in this process. */
export interface Service {
  readonly name: string;
  start(config: Config, ports: Ports): Promise<Running>;
}

type Start = (options: unknown) => Promise<Running>;

/**
 * INTEGRATION POINT. What runs in this process, in the order in which it is started. Each line becomes a static
 * import when its module has its final form.
 */
export const services: readonly Service[] = [
  {
    name: 'Check platform simulator 核对平台模拟',
    start: async ({ checkPlatform }, ports) =>
      (await load('../simulators/checkPlatform', 'startCheckPlatform'))({
        port: ports.checkPlatform,
        secret: checkPlatform.secret,
        callbackUrl: checkPlatform.callbackBaseUrl + checkCallbackPath,
        callbackSecret: checkPlatform.callbackSecret,
      }),
  },
  {
    name: 'Bank simulator 银行模拟',
    start: async ({ bankDir }) => (await load('../simulators/bank', 'startBank'))({ dir: bankDir }),
  },
  { name: 'Relay 转发', start: (config) => startRelay(config) },
  { name: 'API', start: (config) => startApi(config) },
];

/** A part that does not exist yet is nothing that runs. */
async function load(module: string, name: string): Promise<Start> {
  const file = new URL(`${module}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
  if (!existsSync(fileURLToPath(file))) return async () => ({ stop: async () => {} });
  return ((await import(file.href)) as Record<string, Start>)[name] as Start;
}
