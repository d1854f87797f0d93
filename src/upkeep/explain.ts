import { destroyedBy } from '../db/keeping/destruction.ts';
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
  /** What was stored with it was destroyed from a list: there is nothing to repeat it from. */
  readonly destroyed: boolean;
}

/** Repeats every calculation of a case; `same` is false where it does not come to the same fen, or cannot be repeated. */
export async function explain(tx: Tx, cipher: Cipher, caseId: string): Promise<Replayed[]> {
  const { rows } = await tx.query<{ assessment_id: string; at: Date; amount_fen: number; sealed: string | null }>(
    'select assessment_id, at, amount_fen, sealed from assessment where case_id = $1 order by at, assessment_id',
    [caseId],
  );
  const destroyed = (await destroyedBy(tx, caseId)) !== undefined;
  return rows.map(({ assessment_id: assessmentId, at, amount_fen: storedFen, sealed }) => {
    if (sealed === null)
      return { assessmentId, at: at.toISOString(), storedFen, replayedFen: undefined, same: false, destroyed };
    const stored = JSON.parse(cipher.open(sealed, `assessment:${assessmentId}`)) as StoredAssessment;
    const again = replayed(stored);
    const replayedFen = again.ok ? again.value.amountFen : undefined;
    return { assessmentId, at: at.toISOString(), storedFen, replayedFen, same: replayedFen === storedFen, destroyed };
  });
}
