import { inject } from 'vitest';
import type { TestDatabase } from './database.ts';
import { testHashKey, testKeys } from './worker.ts';

const unused = 'not-used-by-this-process';

/** The environment of a process of ours over a test's database. */
export function settingsOf(
  db: Pick<TestDatabase, 'urls'>,
  own: { readonly taskQueue: string; readonly directory: string; readonly namespace?: string },
): Readonly<Record<string, string>> {
  return {
    DATABASE_URL_OWNER: db.urls.owner,
    DATABASE_URL_API: db.urls.api,
    DATABASE_URL_WORKER: db.urls.worker,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: own.namespace ?? 'default',
    TASK_QUEUE: own.taskQueue,
    WORKFLOW_BUNDLE: inject('workflowBundlePath'),
    DATA_KEYS: testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(),
    HASH_KEY: testHashKey.toString('base64'),
    BANK_DIR: own.directory,
    DOCUMENTS_DIR: own.directory,
    OIDC_ISSUER: 'http://identity.test',
    CHECK_PLATFORM_URL: 'http://check.test',
    CHECK_PLATFORM_SECRET: unused,
    CALLBACK_SECRET: unused,
    MESSAGE_GATEWAY_URL: 'http://messages.test',
    MESSAGE_GATEWAY_SECRET: unused,
    MESSAGE_CALLBACK_SECRET: unused,
    INSTANT_BANK_URL: 'http://bank.test',
    INSTANT_BANK_SECRET: unused,
    REGISTERS_SECRET: unused,
  };
}
