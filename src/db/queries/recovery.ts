import type { RecoveryView } from '../../contracts/http/recovery.ts';
import { readOverpaid } from '../payments/overpaid.ts';
import { readBalances } from '../payments/recoveries.ts';
import type { Tx } from '../pool.ts';

/** What was paid beyond what is owed in a case, and what became of it. */
export async function readRecovery(tx: Tx, caseId: string): Promise<RecoveryView> {
  const balances = await readBalances(tx, caseId);
  const { rows } = await tx.query(
    `select r.*,
            (select coalesce(jsonb_agg(jsonb_build_object('component', l.component, 'month', to_char(l.month, 'YYYY-MM'), 'fen', l.amount_fen)
                               order by l.month, l.component), '[]') from recovery_line l where l.recovery_id = r.recovery_id) as months,
            (select coalesce(jsonb_agg(jsonb_build_object('at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'posting', e.posting,
                               'account', e.account, 'debitFen', e.debit_fen, 'creditFen', e.credit_fen) order by e.at, e.posting, e.account), '[]')
               from recovery_entry e where e.recovery_id = r.recovery_id) as entries
       from recovery r where r.case_id = $1 order by r.ordered_at, r.recovery_id`,
    [caseId],
  );
  return {
    overpaid: [...(await readOverpaid(tx, caseId))],
    recoveries: rows.map((row) => ({
      recoveryId: row.recovery_id,
      orderedAt: row.ordered_at.toISOString(),
      ground: row.ground,
      overpaidFen: row.overpaid_fen,
      fineFen: row.fine_fen,
      waived: row.waived,
      months: row.months,
      balanceFen: balances.find(({ recoveryId }) => recoveryId === row.recovery_id)?.balanceFen ?? 0,
      entries: row.entries,
    })),
  };
}
