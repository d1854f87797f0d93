import type { Tx } from '../db/pool.ts';
import type { Cipher } from '../db/sealed.ts';
import { replayed } from '../domain/assessment.ts';
import type { StoredAssessment } from '../domain/dibao/prepared.ts';

/** One calculation of a case, repeated from what was stored with it and nothing else. Amounts in fen a month. */
export interface Replayed {
  readonly assessmentId: string;
  readonly at: string;
  readonly storedFen: number;
  readonly replayedFen: number | undefined;
  readonly same: boolean;
}

/** Repeats every calculation of a case; `same` is false where it does not come to the same fen. */
export async function explain(tx: Tx, cipher: Cipher, caseId: string): Promise<Replayed[]> {
  const { rows } = await tx.query<{ assessment_id: string; at: Date; amount_fen: number; sealed: string }>(
    'select assessment_id, at, amount_fen, sealed from assessment where case_id = $1 order by at, assessment_id',
    [caseId],
  );
  return rows.map(({ assessment_id: assessmentId, at, amount_fen: storedFen, sealed }) => {
    const stored = JSON.parse(cipher.open(sealed, `assessment:${assessmentId}`)) as StoredAssessment;
    const again = replayed(stored);
    const replayedFen = again.ok ? again.value.amountFen : undefined;
    return { assessmentId, at: at.toISOString(), storedFen, replayedFen, same: replayedFen === storedFen };
  });
}
