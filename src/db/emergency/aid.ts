import type { AidForm } from '../../domain/case/events.ts';
import type { Tx } from '../pool.ts';

/** First aid as it was decided; a transfer is under way until the bank has said what became of it. */
export async function noteAid(
  tx: Tx,
  aid: {
    readonly aidId: string;
    readonly caseId: string;
    readonly division: string;
    readonly at: string;
    readonly by: string;
    readonly form: AidForm;
    readonly cause: string;
    readonly amountFen: number;
    readonly paidFrom: string;
  },
): Promise<void> {
  await tx.query(
    `insert into emergency_aid (aid_id, case_id, division, given_at, given_by, form, cause, amount_fen, paid_from, stands, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case $6 when 'transfer' then 'underWay' else 'given' end,
             case $6 when 'transfer' then null else $4::timestamptz end)`,
    [aid.aidId, aid.caseId, aid.division, aid.at, aid.by, aid.form, aid.cause, aid.amountFen, aid.paidFrom],
  );
}

/** What became of the transfer of a case that is under way. */
export async function settleAid(tx: Tx, caseId: string, at: string, result: unknown): Promise<void> {
  await tx.query(`update emergency_aid set stands = $3, settled_at = $2 where case_id = $1 and stands = 'underWay'`, [
    caseId,
    at,
    result === 'settled' ? 'given' : 'notGiven',
  ]);
}
