import type { ListEvent, ListId } from '../../domain/keeping/list.ts';
import { type ChainedRow, chainedHash } from '../chainedRow.ts';
import type { Tx } from '../pool.ts';

/** Serialises all that has to do with the keeping of a county's files, for the rest of the transaction. */
export async function lockKeeping(tx: Tx, county: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('keeping:' || $1, 0))`, [county]);
}

/** Appends to a list's chain; the caller holds the county's lock. A key that is there already is refused by the database. */
export async function appendListEvent(
  tx: Tx,
  { listId, actor, event, key }: { listId: ListId; actor: string; event: ListEvent; key: string },
): Promise<{ readonly seq: number; readonly at: string }> {
  const { rows } = await tx.query<{ county: string; seq: number; tip_hash: string; at: Date }>(
    `select county, seq, tip_hash, date_trunc('milliseconds', business_now()) as at from destruction_list where list_id = $1`,
    [listId],
  );
  const tip = rows[0];
  if (!tip) throw new Error('An event of a list that was never proposed');
  const { type, ...data } = event;
  const row = {
    of: listId,
    seq: tip.seq + 1,
    at: tip.at.toISOString(),
    type,
    actor,
    data,
    key,
    prevHash: tip.tip_hash,
  };
  const hash = chainedHash(row);
  await tx.query(
    `insert into destruction_event (list_id, county, seq, at, type, actor, data, key, prev_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [listId, tip.county, row.seq, row.at, type, actor, data, key, row.prevHash, hash],
  );
  await tx.query('update destruction_list set seq = $2, tip_hash = $3 where list_id = $1', [listId, row.seq, hash]);
  return { seq: row.seq, at: row.at };
}

/** The whole journal of a list, in order. */
export async function readListJournal(tx: Tx, listId: ListId): Promise<ChainedRow[]> {
  const { rows } = await tx.query(
    'select seq, at, type, actor, data, key, prev_hash, hash from destruction_event where list_id = $1 order by seq',
    [listId],
  );
  return rows.map(({ prev_hash, at, ...row }) => ({ ...row, of: listId, at: at.toISOString(), prevHash: prev_hash }));
}
