import { inject } from 'vitest';
import type { CaseId } from '../../../src/domain/case/ids.ts';
import type { DecideMessage } from '../../../workflows/messages.ts';
import { runScript, type ScriptProcess } from '../../support/childProcess.ts';
import type { County } from '../../support/county.ts';

/** A worker that can be killed; with `dies`, one that kills itself right after that case's nth commit. */
export function runWorker(
  county: County,
  dies?: { readonly caseId: CaseId; readonly after: number },
  address = inject('temporalAddress'),
): ScriptProcess {
  return runScript('test/support/workerProcess.ts', {
    ADDRESS: address,
    TASK_QUEUE: county.taskQueue,
    BUNDLE: inject('workflowBundlePath'),
    DATABASE: county.db.urls.worker,
    ...(dies ? { DIE_CASE: dies.caseId, DIE_AFTER: String(dies.after) } : {}),
  });
}

/** A client that can be killed while it waits for the answer to the decision it sent. */
export function runClient(
  county: County,
  caseId: CaseId,
  message: DecideMessage,
  address = inject('temporalAddress'),
): ScriptProcess {
  return runScript('test/support/clientProcess.ts', {
    ADDRESS: address,
    TASK_QUEUE: county.taskQueue,
    DATABASE: county.db.urls.worker,
    CASE: caseId,
    MESSAGE: JSON.stringify(message),
  });
}
