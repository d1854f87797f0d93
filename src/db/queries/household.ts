import type { Declaration } from '../../domain/case/declaration.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** An application as it was handed in, opened; undefined where it is not to be seen from here. */
export async function readSubmission(
  tx: Tx,
  cipher: Cipher,
  caseId: string,
): Promise<{ submittedBy: string; submittedAt: string; declaration: Declaration } | undefined> {
  const { rows } = await tx.query<{ submitted_by: string; submitted_at: Date; sealed: string }>(
    'select submitted_by, submitted_at, sealed from application where case_id = $1',
    [caseId],
  );
  const row = rows[0];
  return (
    row && {
      submittedBy: row.submitted_by,
      submittedAt: row.submitted_at.toISOString(),
      declaration: JSON.parse(cipher.open(row.sealed, `application:${caseId}`)),
    }
  );
}

/** How the differences of a comparison were resolved, by their number. */
export async function resolutionsOf(tx: Tx, comparisonId: string): Promise<ReadonlyMap<number, string>> {
  const survey = comparisonId.slice(0, comparisonId.lastIndexOf('.'));
  const caseId = comparisonId.slice(0, comparisonId.indexOf('.'));
  const { rows } = await tx.query<{ nth: number; outcome: string }>(
    `select split_part(decision_id, '.', 5)::int as nth, outcome from decision
      where case_id = $1 and starts_with(decision_id, $2 || '.resolveDiscrepancy.')`,
    [caseId, survey],
  );
  return new Map(rows.map(({ nth, outcome }) => [nth, outcome]));
}
