import { destroyFiles } from '../../src/commands/destroyFiles.ts';
import { createPool } from '../../src/db/pool.ts';
import type { ListId } from '../../src/domain/keeping/list.ts';
import { diskDocuments } from '../../src/gateways/documents.ts';
import { policySource } from '../../src/policy/source.ts';
import { testKeys } from './worker.ts';

/**
 * Carries out a destruction list in a process of its own, and kills itself, without a word, before it sends the nth
 * statement that begins with these words.
 */
const { DATABASE = '', DOCUMENTS = '', LIST = '', DIES_BEFORE = '', NTH = '1' } = process.env;

const pool = createPool(DATABASE, 2);
let left = Number(NTH);
pool.on('connect', (client) => {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((...given: unknown[]) => {
    const [statement] = given as [string | { readonly text: string }];
    const text = typeof statement === 'string' ? statement : statement.text;
    if (text.startsWith(DIES_BEFORE) && --left === 0) process.kill(process.pid, 'SIGKILL');
    return query(...given);
  }) as typeof client.query;
});
const documents = diskDocuments({ directory: DOCUMENTS, keys: testKeys });
await destroyFiles({ pool, policy: policySource(), documents }, LIST as ListId);
console.log('done');
