import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { RecordActivities } from '../../activities/record.ts';
import { createPool } from '../../src/db/pool.ts';
import { startTestWorker } from './worker.ts';

/**
 * A worker in a process of its own, so that a test can kill it (test/support/childProcess.ts `runScript`). With DIE_CASE
 * it kills itself, without a word, as soon as that case's nth commit (DIE_AFTER) is in the database and before Temporal
 * hears of it.
 */
const { ADDRESS = '', TASK_QUEUE = '', BUNDLE = '', DATABASE = '', DIE_CASE, DIE_AFTER = '1' } = process.env;

let left = Number(DIE_AFTER);
function dying(record: RecordActivities['record']): RecordActivities['record'] {
  return async (request) => {
    const answer = await record(request);
    const committed = answer.kind === 'stored' && request.drafts.length > 0;
    if (committed && request.caseId === DIE_CASE && --left === 0) process.kill(process.pid, 'SIGKILL');
    return answer;
  };
}

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const pool = createPool(DATABASE, 20);
await startTestWorker({ address: ADDRESS, taskQueue: TASK_QUEUE, bundle: BUNDLE, pool, around: dying });
console.log('worker ready');
