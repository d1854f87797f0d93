import { inject } from 'vitest';
import { runScript, type ScriptProcess } from '../../support/childProcess.ts';
import type { TestDatabase } from '../../support/database.ts';
import { testHashKey, testKeys } from '../../support/worker.ts';
import type { PayOffice } from './payOffice.ts';

/** The worker as it runs in a county, in a process of its own that a test can kill, doing the office's work. */
export async function startWorkerProcess(db: TestDatabase, office: PayOffice): Promise<ScriptProcess> {
  const worker = runScript('src/worker.ts', {
    DATABASE_URL_API: db.urls.api,
    DATABASE_URL_WORKER: db.urls.worker,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: office.namespace,
    TASK_QUEUE: office.taskQueue,
    WORKFLOW_BUNDLE: inject('workflowBundlePath'),
    DATA_KEYS: testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(),
    HASH_KEY: testHashKey.toString('base64'),
    BANK_DIR: office.root,
    DOCUMENTS_DIR: office.root,
    OIDC_ISSUER: 'http://identity.test',
    CHECK_PLATFORM_URL: 'http://check.test',
    CHECK_PLATFORM_SECRET: 'not-used-by-a-worker',
    CALLBACK_SECRET: 'not-used-by-a-worker',
    MESSAGE_GATEWAY_URL: 'http://messages.test',
    MESSAGE_GATEWAY_SECRET: 'not-used-by-a-worker',
    MESSAGE_CALLBACK_SECRET: 'not-used-by-a-worker',
    INSTANT_BANK_URL: 'http://bank.test',
    INSTANT_BANK_SECRET: 'not-used-by-a-worker',
    REGISTERS_SECRET: 'not-used-by-a-worker',
  });
  await worker.printed('worker ready');
  return worker;
}
