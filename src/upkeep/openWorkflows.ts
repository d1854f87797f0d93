import type { Client } from '@temporalio/client';
import type { Tx } from '../db/pool.ts';
import { programmes } from '../domain/case/programmes.ts';
import { isRunning, type Standing, standingsOf } from './standing.ts';

const types = [...new Set(Object.values(programmes).map(({ workflow }) => workflow)), 'disbursement']
  .map((type) => `WorkflowType = '${type}'`)
  .join(' or ');

/** The cases and payment runs that Temporal lists as running. Its list is written later than they go on. */
export function listedAsRunning({ workflow }: Client) {
  return workflow.list({ query: `ExecutionStatus = 'Running' and (${types})` });
}

/** Workflow ids of all that lives in the record. */
export async function openInRecord(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select 'case:' || a.case_id as id from application a left join case_file f using (case_id) where f.ended_as is null
     union all select 'disbursement:' || disbursement_id from disbursement where state <> 'closed'`,
  );
  return rows.map(({ id }) => id);
}

/**
 * What may still run though the record says it has ended: a payment run tells its cases what came back when it is closed
 * already, and where the answer to its last step is lost, that is noticed by its silence, 20 s at a time.
 */
async function justEnded(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select 'case:' || case_id as id from case_file
      where ended_as is not null and changed_at > business_now() - interval '10 minutes'
     union all select 'disbursement:' || disbursement_id from disbursement where closed_at > business_now() - interval '10 minutes'`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** All that is open in the record or runs in Temporal, as the workflows themselves say. */
export interface Compared {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly onlyInRecord: readonly string[];
  readonly onlyInTemporal: readonly string[];
}

const aMoment = 1_000;

/**
 * Temporal's list only says whom to ask: it is written later than they go on. Whatever begins or ends between the question
 * to the record and that to Temporal agrees when both are asked again.
 */
export async function compareWithTemporal(tx: Tx, client: Client): Promise<Compared> {
  const listed: string[] = [];
  for await (const { workflowId } of listedAsRunning(client)) listed.push(workflowId);
  const open = new Set(await openInRecord(tx));
  const standings = await standingsOf(client, new Set([...open, ...listed]));
  const apart = [...standings.keys()].filter((id) => open.has(id) !== isRunning(standings.get(id)));
  if (apart.length === 0) return { standings, onlyInRecord: [], onlyInTemporal: [] };

  await new Promise((resolve) => setTimeout(resolve, aMoment));
  const openNow = new Set(await openInRecord(tx));
  const ending = await justEnded(tx);
  const standingsNow = await standingsOf(client, apart);
  return {
    standings: new Map([...standings, ...standingsNow]),
    onlyInRecord: apart.filter((id) => openNow.has(id) && !isRunning(standingsNow.get(id))),
    onlyInTemporal: apart.filter((id) => !openNow.has(id) && !ending.has(id) && isRunning(standingsNow.get(id))),
  };
}
