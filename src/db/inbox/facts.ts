import type { FactMessage } from '../../../workflows/messages.ts';
import type { CaseId, Key } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

/** A fact as stored: codes in `payload`, the whole content sealed. */
export interface NewFact {
  readonly factId: string;
  readonly caseId: string;
  readonly division: string;
  readonly name: string;
  /** The wait it answers, where the sender named it: a key of the case. */
  readonly factKey: string;
  readonly source: string;
  /** The sender's own id of this statement: the same one twice is stored once. */
  readonly sourceId: string;
  readonly payload: object;
  readonly sealed: string | undefined;
  readonly contentHash: string;
}

/** Stores a fact once per source and source id. False where it was there already. */
export async function storeFact(tx: Tx, fact: NewFact): Promise<boolean> {
  return (await storeFacts(tx, [fact])) === 1;
}

/** The same for any number of them, in one statement. How many were new. */
export async function storeFacts(tx: Tx, facts: readonly NewFact[]): Promise<number> {
  if (facts.length === 0) return 0;
  const { rowCount } = await tx.query(
    `insert into fact (fact_id, case_id, division, name, fact_key, source, source_id, payload, sealed, content_hash, received_at)
     select f."factId", f."caseId", f.division, f.name, f."factKey", f.source, f."sourceId", f.payload, f.sealed, f."contentHash", business_now()
       from jsonb_to_recordset($1) as f("factId" uuid, "caseId" uuid, division text, name text, "factKey" text, source text,
                                        "sourceId" text, payload jsonb, sealed text, "contentHash" text)
     on conflict (source, source_id) do nothing`,
    [JSON.stringify(facts)],
  );
  return rowCount ?? 0;
}

/** What the record needs of a fact when it enters the journal. */
export interface StoredFact {
  readonly source: string;
  readonly payload: Record<string, unknown>;
  readonly sealed: string | null;
  readonly content_hash: string;
}

/** A stored fact; undefined for one that is not on file. */
export async function readFact(tx: Tx, factId: string): Promise<StoredFact | undefined> {
  const { rows } = await tx.query<StoredFact>(
    'select source, payload, sealed, content_hash from fact where fact_id = $1',
    [factId],
  );
  return rows[0];
}

export async function markConsumed(tx: Tx, factId: string, outcome: 'recorded' | 'caseEnded'): Promise<void> {
  await tx.query(
    `update fact set consumed_at = business_now(), outcome = $2 where fact_id = $1 and consumed_at is null`,
    [factId, outcome],
  );
}

/** Facts signalled more than `seconds` ago (real time) and not in the journal yet, marked as sent again. */
export async function claimSilentFacts(
  tx: Tx,
  seconds: number,
  limit: number,
): Promise<(FactMessage & { readonly caseId: CaseId })[]> {
  const { rows } = await tx.query<{ fact_id: string; case_id: CaseId; name: string; fact_key: Key }>(
    `update fact set sent_at = clock_timestamp(), attempts = attempts + 1
     where fact_id in (select fact_id from fact where consumed_at is null and sent_at < clock_timestamp() - make_interval(secs => $1)
                       order by sent_at limit $2 for update skip locked)
     returning fact_id, case_id, name, fact_key`,
    [seconds, limit],
  );
  return rows.map((row) => ({
    factId: row.fact_id,
    caseId: row.case_id,
    name: row.name,
    ...(row.fact_key ? { key: row.fact_key } : {}),
  }));
}
