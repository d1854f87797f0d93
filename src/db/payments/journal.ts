import { createHash } from 'node:crypto';
import { chainStart } from '../../domain/dailyRoot.ts';
import type { RunId } from '../../domain/payments/run.ts';
import { canonical } from '../case/journal.ts';
import type { Tx } from '../pool.ts';

/** One row of a run's journal as it is hashed: like the case's, with the run in the case's place. */
export interface RunEvent {
  readonly runId: RunId;
  readonly seq: number;
  readonly at: string;
  readonly type: RunEventType;
  readonly actor: string;
  readonly data: object;
  readonly key: string;
  readonly prevHash: string;
  readonly hash: string;
}

export type RunEventType = 'opened' | 'prepared' | 'signed' | 'filed' | 'handedOver' | 'reportPosted' | 'closed';

/** Serialises all that changes one run, and all payments of its county, for the rest of the transaction. */
export async function lockRun(tx: Tx, runId: RunId): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('payments:' || split_part($1, ':', 1), 0))`, [runId]);
}

/** Appends to the run's chain; the caller holds the run's lock. A key that is there already is refused by the database. */
export async function appendRunEvent(
  tx: Tx,
  event: Pick<RunEvent, 'runId' | 'type' | 'actor' | 'data' | 'key'>,
): Promise<{ seq: number; at: string }> {
  const { runId, type, actor, data, key } = event;
  const { rows } = await tx.query<{ county: string; seq: number; tip_hash: string; at: Date }>(
    `select county, seq, tip_hash, date_trunc('milliseconds', business_now()) as at from disbursement where disbursement_id = $1`,
    [runId],
  );
  const tip = rows[0];
  if (!tip) throw new Error('An event of a run that was never opened');
  const row = { runId, seq: tip.seq + 1, at: tip.at.toISOString(), type, actor, data, key, prevHash: tip.tip_hash };
  const hash = runHash(row);
  await tx.query(
    `insert into disbursement_event (disbursement_id, county, seq, at, type, actor, data, key, prev_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [runId, tip.county, row.seq, row.at, type, actor, data, key, row.prevHash, hash],
  );
  await tx.query('update disbursement set seq = $2, tip_hash = $3 where disbursement_id = $1', [runId, row.seq, hash]);
  return { seq: row.seq, at: row.at };
}

export async function hasRunKey(tx: Tx, runId: RunId, key: string): Promise<boolean> {
  const { rowCount } = await tx.query('select from disbursement_event where disbursement_id = $1 and key = $2', [
    runId,
    key,
  ]);
  return rowCount === 1;
}

/** The whole journal of a run, in order. */
export async function readRunJournal(tx: Tx, runId: RunId): Promise<RunEvent[]> {
  const { rows } = await tx.query(
    'select seq, at, type, actor, data, key, prev_hash, hash from disbursement_event where disbursement_id = $1 order by seq',
    [runId],
  );
  return rows.map(({ prev_hash, at, ...row }) => ({ ...row, runId, at: at.toISOString(), prevHash: prev_hash }));
}

/** The first row at which a run's chain is broken, or undefined where it is whole. */
export function firstBreakOfRun(rows: readonly RunEvent[]): number | undefined {
  let prevHash = chainStart;
  for (const [i, row] of rows.entries()) {
    if (row.seq !== i + 1 || row.prevHash !== prevHash || runHash(row) !== row.hash) return i + 1;
    prevHash = row.hash;
  }
  return undefined;
}

function runHash({ runId, seq, at, type, actor, data, key, prevHash }: Omit<RunEvent, 'hash'>): string {
  return createHash('sha256')
    .update(canonical([prevHash, runId, seq, at, type, actor, key, data]))
    .digest('hex');
}
