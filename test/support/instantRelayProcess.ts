import { Client, Connection } from '@temporalio/client';
import { caseClient } from '../../src/commands/caseClient.ts';
import { createPool } from '../../src/db/pool.ts';
import { policySource } from '../../src/policy/source.ts';
import { startTestRelay } from './relay.ts';
import { testConverter } from './worker.ts';

/** A relay in a process of its own, which kills itself as soon as the bank has answered and before anything is noted. */
const { ADDRESS = '', TASK_QUEUE = '', DATABASE = '', BANK = '' } = process.env;
const nobody = 'http://127.0.0.1:9';

const connection = await Connection.connect({ address: ADDRESS });
const pool = createPool(DATABASE, 4);
startTestRelay({
  pool,
  cases: caseClient(new Client({ connection, dataConverter: testConverter }), TASK_QUEUE, pool),
  policy: policySource(),
  urls: { checkPlatform: nobody, messages: nobody, instantBank: BANK },
  aroundBank: (bank) => ({
    ...bank,
    async submit(transfer) {
      const answer = await bank.submit(transfer);
      if (answer.ok) process.kill(process.pid, 'SIGKILL');
      return answer;
    },
  }),
});
