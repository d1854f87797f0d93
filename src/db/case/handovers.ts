import type { Tx } from '../pool.ts';

export interface Handover {
  readonly handoverId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly division: string;
  readonly to: string;
  readonly at: string;
  readonly sealed: string;
  readonly contentHash: string;
}

export async function storeHandover(tx: Tx, handover: Handover): Promise<void> {
  const { handoverId, caseId, caseNumber, division, to, at, sealed, contentHash } = handover;
  await tx.query(
    `insert into handover (handover_id, case_id, case_number, division, to_division, issued_at, sealed, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [handoverId, caseId, caseNumber, division, to, at, sealed, contentHash],
  );
}

/** The last month that was really paid, of whatever component; undefined where none was. */
export async function lastMonthPaid(tx: Tx, caseId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ month: string | null }>(
    `select to_char(max(month), 'YYYY-MM') as month from payment_line where case_id = $1 and status = 'paid'`,
    [caseId],
  );
  return rows[0]?.month ?? undefined;
}
