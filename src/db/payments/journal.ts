import type { RunId } from '../../domain/payments/run.ts';
import { type ChainedRow, chainedHash } from '../chainedRow.ts';
import type { Tx } from '../pool.ts';

/** What a run's journal says. */
export interface RunEvent {
  readonly runId: RunId;
  readonly type: RunEventType;
  readonly actor: string;
  readonly data: object;
  readonly key: string;
}

export type RunEventType = 'opened' | 'prepared' | 'signed' | 'filed' | 'handedOver' | 'reportPosted' | 'closed';

/** Serialises all that changes one run, and all payments of its county, for the rest of the transaction. */
export async function lockRun(tx: Tx, runId: RunId): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('payments:' || split_part($1, ':', 1), 0))`, [runId]);
}

/** Appends to the run's chain; the caller holds the run's lock. A key that is there already is refused by the database. */
export async function appendRunEvent(
  tx: Tx,
  { runId, type, actor, data, key }: RunEvent,
): Promise<{ seq: number; at: string }> {
  const { rows } = await tx.query<{ county: string; seq: number; tip_hash: string; at: Date }>(
    `select county, seq, tip_hash, date_trunc('milliseconds', business_now()) as at from disbursement where disbursement_id = $1`,
    [runId],
  );
  const tip = rows[0];
  if (!tip) throw new Error('An event of a run that was never opened');
  const row = { of: runId, seq: tip.seq + 1, at: tip.at.toISOString(), type, actor, data, key, prevHash: tip.tip_hash };
  const hash = chainedHash(row);
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
export async function readRunJournal(tx: Tx, runId: RunId): Promise<ChainedRow[]> {
  const { rows } = await tx.query(
    'select seq, at, type, actor, data, key, prev_hash, hash from disbursement_event where disbursement_id = $1 order by seq',
    [runId],
  );
  return rows.map(({ prev_hash, at, ...row }) => ({ ...row, of: runId, at: at.toISOString(), prevHash: prev_hash }));
}
