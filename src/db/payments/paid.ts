import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

/** Whether a month of the benefit has reached the family, or is with the bank. What came back has not. */
export async function isMonthPaid(tx: Tx, caseId: CaseId): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from payment_line where case_id = $1 and status in ('ordered', 'paid') limit 1`,
    [caseId],
  );
  return rowCount === 1;
}
