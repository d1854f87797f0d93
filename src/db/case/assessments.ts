import type { CaseId, Key } from '../../domain/case/ids.ts';
import { publicId } from '../../domain/case/ids.ts';
import type { Assessment } from '../../domain/dibao/assess.ts';
import type { AssessmentInput } from '../../domain/dibao/input.ts';
import type { TemporaryReason } from '../../domain/temporary/reasons.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

export interface StoredAssessment {
  readonly assessmentId: string;
  readonly caseId: string;
  readonly division: string;
  readonly at: string;
  readonly eligible: boolean;
  readonly amountFen: number;
  readonly sealed: string;
  readonly contentHash: string;
}

export async function storeAssessment(tx: Tx, assessment: StoredAssessment): Promise<void> {
  const { assessmentId, caseId, division, at, eligible, amountFen, sealed, contentHash } = assessment;
  await tx.query(
    `insert into assessment (assessment_id, case_id, division, at, eligible, amount_fen, sealed, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [assessmentId, caseId, division, at, eligible, amountFen, sealed, contentHash],
  );
}

type Stored = Pick<Assessment, 'eligible' | 'components' | 'amountFen' | 'policyUsed'> & {
  readonly input: AssessmentInput;
  readonly reasons: readonly (Assessment['reasons'][number] | TemporaryReason)[];
};

/** An assessment with all it was computed from: enough to compute it again. */
export async function readAssessment(tx: Tx, cipher: Cipher, caseId: CaseId, key: Key): Promise<Stored | undefined> {
  const id = publicId(caseId, key);
  const { rows } = await tx.query<{ sealed: string }>('select sealed from assessment where assessment_id = $1', [id]);
  return rows[0] && JSON.parse(cipher.open(rows[0].sealed, `assessment:${id}`));
}
