import type { Difference } from '../../domain/case/differences.ts';
import { type CaseId, type Key, publicId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';
import { canonical } from './journal.ts';

/** What a survey's evidence showed against the declaration, as it was put before the reviewer. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Sources that did not answer, and were done without by somebody's decision. */
  readonly unavailable: readonly string[];
}

/** Stores a comparison, sealed, and gives its content hash. */
export async function storeComparison(
  tx: Tx,
  cipher: Cipher,
  { caseId, key, division, at }: { caseId: CaseId; key: Key; division: string; at: string },
  comparison: Comparison,
): Promise<string> {
  const id = publicId(caseId, key);
  const text = canonical(comparison);
  const contentHash = cipher.contentHash(text, caseId);
  await tx.query(
    'insert into comparison (comparison_id, case_id, division, at, sealed, content_hash) values ($1, $2, $3, $4, $5, $6)',
    [id, caseId, division, at, cipher.seal(text, `comparison:${id}`), contentHash],
  );
  return contentHash;
}

/** The newest comparison of a case, or of a place in its life such as `survey.2.`, opened; undefined where none was made yet. */
export async function readComparison(
  tx: Tx,
  cipher: Cipher,
  caseId: CaseId,
  place = '',
): Promise<(Comparison & { readonly comparisonId: string; readonly at: string }) | undefined> {
  const { rows } = await tx.query<{ comparison_id: string; at: Date; sealed: string }>(
    'select comparison_id, at, sealed from comparison where case_id = $1 and starts_with(comparison_id, $2) order by at desc, comparison_id desc limit 1',
    [caseId, `${caseId}.${place}`],
  );
  const row = rows[0];
  if (!row) return undefined;
  const comparison = JSON.parse(cipher.open(row.sealed, `comparison:${row.comparison_id}`)) as Comparison;
  return { ...comparison, comparisonId: row.comparison_id, at: row.at.toISOString() };
}
