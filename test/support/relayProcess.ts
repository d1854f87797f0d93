import { Client, Connection } from '@temporalio/client';
import { caseClient } from '../../src/commands/caseClient.ts';
import { createPool } from '../../src/db/pool.ts';
import { policySource } from '../../src/policy/source.ts';
import { startTestRelay } from './relay.ts';
import { testConverter } from './worker.ts';

/**
 * A relay in a process of its own, which kills itself, without a word, as soon as the message gateway has taken a message
 * and before anything is noted of it.
 */
const { ADDRESS = '', TASK_QUEUE = '', DATABASE = '', CHECK_PLATFORM = '', MESSAGES = '' } = process.env;

const connection = await Connection.connect({ address: ADDRESS });
const pool = createPool(DATABASE, 4);
startTestRelay({
  pool,
  cases: caseClient(new Client({ connection, dataConverter: testConverter }), TASK_QUEUE, pool),
  policy: policySource(),
  urls: { checkPlatform: CHECK_PLATFORM, messages: MESSAGES },
  around: (gateway) => ({
    ...gateway,
    async submit(message) {
      const answer = await gateway.submit(message);
      if (answer.ok) process.kill(process.pid, 'SIGKILL');
      return answer;
    },
  }),
});
