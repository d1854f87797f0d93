import { Client, Connection } from '@temporalio/client';
import { caseClient } from '../../src/commands/caseClient.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { DecideMessage } from '../../workflows/messages.ts';

/** A client in a process of its own, so that a test can have it gone: sends one decision and says what came back. */
const { ADDRESS = '', TASK_QUEUE = '', CASE = '', MESSAGE = '' } = process.env;

const connection = await Connection.connect({ address: ADDRESS });
const cases = caseClient(new Client({ connection }), TASK_QUEUE);
console.log(JSON.stringify(await cases.decide(CASE as CaseId, JSON.parse(MESSAGE) as DecideMessage)));
await connection.close();
