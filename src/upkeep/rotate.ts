import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type CaseClient, caseClient } from '../commands/caseClient.ts';
import { type RunClient, runClient } from '../commands/runClient.ts';
import { connectTemporal } from '../commands/temporalConnection.ts';
import type { Config } from '../config.ts';
import { sealedColumns } from '../db/personalData.ts';
import { createPool, inTransaction, type Pool } from '../db/pool.ts';
import { resealBatch, sealedOtherwise } from '../db/resealing.ts';
import type { CaseId } from '../domain/case/ids.ts';
import type { RunId } from '../domain/payments/run.ts';
import { type FieldCipher, fieldCipher } from '../gateways/crypto/fieldCipher.ts';
import { type DiskDocumentsOptions, resealDocuments } from '../gateways/documents.ts';
import { keysIn } from './keysIn.ts';
import { openInRecord } from './openWorkflows.ts';

export interface Rotated {
  /** The key that everything is sealed under now. */
  readonly keyId: string;
  readonly texts: number;
  readonly documents: number;
  /** Workflows that held something under another key, and began again from what PostgreSQL says. */
  readonly workflows: number;
  /** Texts still under another key: written meanwhile by a process that was not told of the new key. */
  readonly left: number;
}

export interface RotateDeps {
  /** Connects as doudi_owner. */
  readonly owner: Pool;
  /** Connects as doudi_worker. */
  readonly pool: Pool;
  readonly cipher: FieldCipher;
  readonly documents: DiskDocumentsOptions;
  readonly client: Client;
  readonly cases: Pick<CaseClient, 'start'>;
  readonly runs: Pick<RunClient, 'start'>;
}

/**
 * Seals everything anew under the ring's first key, while the system runs: fields in batches, documents one by one. A
 * workflow whose history holds something under another key begins again from its id, as after a loss of Temporal's data;
 * whatever was on its way to it is sent again. Repeating it does no harm, and what is done already is passed over.
 */
export async function rotateKeys(deps: RotateDeps): Promise<Rotated> {
  const { owner, cipher } = deps;
  let texts = 0;
  for (const column of sealedColumns)
    for (let done = -1; done !== 0; texts += done)
      done = await inTransaction(owner, (tx) => resealBatch(tx, cipher, column));
  const documents = await resealDocuments(deps.documents);
  const workflows = await beginAgain(deps);
  let left = 0;
  for (const column of sealedColumns)
    left += await inTransaction(owner, (tx) => sealedOtherwise(tx, column, cipher.keyId));
  return { keyId: cipher.keyId, texts, documents, workflows, left };
}

/** The same, with all it needs from the configuration. */
export async function rotateConfigured(config: Config, owner: Pool): Promise<Rotated> {
  const pool = createPool(config.database.worker, 4);
  const { client, close } = await connectTemporal(config);
  const { taskQueue } = config.temporal;
  try {
    return await rotateKeys({
      owner,
      pool,
      cipher: fieldCipher(config.dataKeys, config.hashKey),
      documents: { directory: config.documentsDir, keys: config.dataKeys },
      client,
      cases: caseClient(client, taskQueue, pool),
      runs: runClient(client, taskQueue),
    });
  } finally {
    await close();
    await pool.end();
  }
}

async function beginAgain({ pool, client, cases, runs, cipher }: RotateDeps): Promise<number> {
  let begun = 0;
  for (const workflowId of await inTransaction(pool, openInRecord)) {
    const handle = client.workflow.getHandle(workflowId);
    const keys = keysIn(await handle.fetchHistory().catch(notRunning));
    if ([...keys].every((key) => key === cipher.keyId)) continue;
    await handle.terminate('sealed under an earlier key; begins again from its id').catch(notRunning);
    const id = workflowId.slice(workflowId.indexOf(':') + 1);
    await (workflowId.startsWith('case:') ? cases.start(id as CaseId) : runs.start(id as RunId));
    begun++;
  }
  return begun;
}

/** It has just ended, or waits for `doudi recover`. */
function notRunning(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
