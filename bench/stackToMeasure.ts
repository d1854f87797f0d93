import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type Config, loadConfig } from '../src/config.ts';
import type { Api } from '../src/demo/api.ts';
import { connectApi } from '../src/demo/api.ts';
import { temporaryStack } from '../src/demo/where.ts';
import { demoSecret } from '../src/stack/demoOfficials.ts';
import type { Lifecycle } from '../src/stack/lifecycle.ts';
import type { Steps } from '../src/stack/steps.ts';

/** A whole stack, seen as a user sees it, and with the settings of its processes, to put a load on it. */
export interface Measured {
  readonly api: Api;
  readonly config: Config;
}

/** A stack like that of `npm start`, on free local ports and on nothing that is the user's. */
export async function stackToMeasure() {
  const stack = await temporaryStack();
  return {
    remove: stack.remove,
    async start(steps: Steps, life: Lifecycle): Promise<Measured> {
      const where = await stack.start(steps, life);
      const config = loadConfig(parseEnv(readFileSync(stack.environment, 'utf8')));
      return { config, api: connectApi(where.api, where.issuer, demoSecret, 'en') };
    },
  };
}
