import { Client, Connection } from '@temporalio/client';
import { caseClient } from '../../src/commands/caseClient.ts';
import { createPool } from '../../src/db/pool.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { DecideMessage } from '../../workflows/messages.ts';
import { testConverter } from './worker.ts';

/** A client in a process of its own, so that a test can have it gone: sends one decision and says what came back. */
const { ADDRESS = '', TASK_QUEUE = '', DATABASE = '', CASE = '', MESSAGE = '' } = process.env;

const pool = createPool(DATABASE, 1);
const connection = await Connection.connect({ address: ADDRESS });
const cases = caseClient(new Client({ connection, dataConverter: testConverter }), TASK_QUEUE, pool);
console.log(JSON.stringify(await cases.decide(CASE as CaseId, JSON.parse(MESSAGE) as DecideMessage)));
await connection.close();
await pool.end();
