import type { Tx } from '../pool.ts';

/** The money of one case, in fen: each payment of a month, each instant transfer, each posting of a standby fund. */
export async function readCaseMoney(tx: Tx, caseId: string) {
  const read = async (sql: string) => (await tx.query<Record<string, unknown>>(sql, [caseId])).rows;
  return {
    payments: await read(
      `select disbursement_id as "disbursementId", to_char(month, 'YYYY-MM') as month, component, part, amount_fen as "amountFen", status, reason,
              end_to_end_id as "endToEndId", planned_at as "plannedAt", ordered_at as "orderedAt", settled_at as "settledAt"
         from payment_line where case_id = $1 order by line_id`,
    ),
    instantTransfers: await read(
      `select transfer_id as "transferId", amount_fen as "amountFen", purpose, state, reason, bank_reference as "bankReference",
              planned_at as "plannedAt", sent_at as "sentAt", ended_at as "endedAt"
         from instant_transfer where case_id = $1 order by planned_at, transfer_id`,
    ),
    standbyFund: await read(
      `select township, year, posting, account, debit_fen as "debitFen", credit_fen as "creditFen", at, by_officer as "by"
         from standby_entry where case_id = $1 order by entry_id`,
    ),
  };
}
