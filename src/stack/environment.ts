import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../config.ts';
import type { DatabaseUrls } from './database.ts';
import { projectRoot } from './paths.ts';
import type { Place } from './place.ts';
import type { Ports } from './ports.ts';
import type { StackSecrets } from './secrets.ts';

/** The environment of every process of one stack: what src/config.ts reads. What the user has set wins. */
export function stackEnvironment(stack: {
  readonly place: Place;
  readonly ports: Ports;
  readonly secrets: StackSecrets;
  readonly urls: DatabaseUrls;
  readonly temporalAddress: string;
  readonly issuer: string;
}): Record<string, string | undefined> {
  const { place, ports, secrets, urls } = stack;
  const defaults = {
    OIDC_ISSUER: stack.issuer,
    CHECK_PLATFORM_URL: `http://127.0.0.1:${ports.checkPlatform}`,
    CHECK_PLATFORM_SECRET: secrets.checkPlatform,
    CALLBACK_SECRET: secrets.callback,
    MESSAGE_GATEWAY_URL: `http://127.0.0.1:${ports.messages}`,
    MESSAGE_GATEWAY_SECRET: secrets.messages,
    MESSAGE_CALLBACK_SECRET: secrets.messageCallback,
    INSTANT_BANK_URL: `http://127.0.0.1:${ports.instantBank}`,
    INSTANT_BANK_SECRET: secrets.instantBank,
    REGISTERS_SECRET: secrets.registers,
    DATA_KEYS: secrets.dataKeys,
    HASH_KEY: secrets.hashKey,
    TEMPORAL_UI_ORIGIN: `http://127.0.0.1:${ports.temporalUi}`,
    BANK_DIR: place.bank,
    DOCUMENTS_DIR: place.documents,
    TEST_CLOCK: 'on',
    NODE_ENV: 'development',
    LOG_LEVEL: 'warn',
  };
  return {
    ...defaults,
    ...process.env,
    TZ: 'UTC',
    DATABASE_URL_OWNER: urls.owner,
    DATABASE_URL_API: urls.api,
    DATABASE_URL_WORKER: urls.worker,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    // From source (`npm run dev`) the worker bundles the workflows as they are now.
    ...(import.meta.url.endsWith('.ts') ? {} : { WORKFLOW_BUNDLE: join(projectRoot, 'dist/workflow-bundle.js') }),
    PORT: String(ports.api),
    CALLBACK_BASE_URL: `http://127.0.0.1:${ports.api}`,
  };
}

/** Leaves the settings of a stack where `node --env-file` finds them (docs/operations.md), readable by their owner only. */
export function keepEnvironment(file: string, env: Readonly<Record<string, string | undefined>>): void {
  const lines = settings.flatMap((name) => (env[name] === undefined ? [] : `${name}="${env[name]}"`));
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}
