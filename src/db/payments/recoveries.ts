import type { Tx } from '../pool.ts';
import type { OverpaidMonth } from './overpaid.ts';

export interface NewRecovery {
  readonly recoveryId: string;
  readonly caseId: string;
  readonly division: string;
  readonly at: string;
  readonly ground: string;
  readonly months: readonly OverpaidMonth[];
  /** What was given in an emergency and is to come back: of no month. */
  readonly aidFen?: number;
  readonly fineFen: number;
  readonly waived: boolean;
}

type Account = 'receivable' | 'dueBack' | 'fine' | 'treasury' | 'waived';

/** A decision about what was overpaid: asked back, with the months it is about, or let go. */
export async function storeRecovery(tx: Tx, recovery: NewRecovery): Promise<void> {
  const { recoveryId, caseId, division, at, ground, months, aidFen = 0, fineFen, waived } = recovery;
  const overpaidFen = months.reduce((sum, { fen }) => sum + fen, aidFen);
  await tx.query(
    `insert into recovery (recovery_id, case_id, division, ordered_at, ground, overpaid_fen, fine_fen, waived)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [recoveryId, caseId, division, at, ground, overpaidFen, fineFen, waived],
  );
  await tx.query(
    `insert into recovery_line (recovery_id, case_id, division, component, month, amount_fen)
     select $1, $2, $3, m.component, (m.month || '-01')::date, m.fen
       from unnest($4::text[], $5::text[], $6::bigint[]) as m(component, month, fen)`,
    [
      recoveryId,
      caseId,
      division,
      months.map((m) => m.component),
      months.map((m) => m.month),
      months.map((m) => m.fen),
    ],
  );
  if (waived) return;
  await post(tx, { recoveryId, caseId, division, at, posting: 'ordered' }, [
    ['receivable', overpaidFen + fineFen, 0],
    ['dueBack', 0, overpaidFen],
    ['fine', 0, fineFen],
  ]);
}

/** Money that came back, or a remainder that was let go, by the decision that says so. */
export async function settleRecovery(
  tx: Tx,
  of: { readonly caseId: string; readonly division: string; readonly at: string; readonly posting: string },
  account: 'treasury' | 'waived',
  fen: number,
): Promise<void> {
  let left = fen;
  for (const { recoveryId, balanceFen } of await readBalances(tx, of.caseId)) {
    const part = Math.min(left, balanceFen);
    if (part > 0)
      await post(tx, { ...of, recoveryId }, [
        [account, part, 0],
        ['receivable', 0, part],
      ]);
    left -= part;
  }
}

/** What each recovery of a case still has to come back, the oldest first. */
export async function readBalances(
  tx: Tx,
  caseId: string,
): Promise<readonly { readonly recoveryId: string; readonly balanceFen: number }[]> {
  const { rows } = await tx.query<{ recovery_id: string; fen: number }>(
    `select e.recovery_id, (sum(e.debit_fen) - sum(e.credit_fen))::bigint as fen
       from recovery_entry e join recovery r using (recovery_id)
      where e.case_id = $1 and e.account = 'receivable' group by e.recovery_id, r.ordered_at order by r.ordered_at, e.recovery_id`,
    [caseId],
  );
  return rows.map((row) => ({ recoveryId: row.recovery_id, balanceFen: row.fen }));
}

async function post(
  tx: Tx,
  {
    recoveryId,
    caseId,
    division,
    at,
    posting,
  }: { recoveryId: string; caseId: string; division: string; at: string; posting: string },
  entries: readonly (readonly [account: Account, debit: number, credit: number])[],
): Promise<void> {
  const posted = entries.filter(([, debit, credit]) => debit + credit > 0);
  await tx.query(
    `insert into recovery_entry (recovery_id, case_id, division, posting, account, debit_fen, credit_fen, at)
     select $1, $2, $3, $4, e.account, e.debit, e.credit, $5
       from unnest($6::text[], $7::bigint[], $8::bigint[]) as e(account, debit, credit)`,
    [
      recoveryId,
      caseId,
      division,
      posting,
      at,
      posted.map(([a]) => a),
      posted.map(([, d]) => d),
      posted.map(([, , c]) => c),
    ],
  );
}

/** The months of the last decision about what was overpaid. */
export async function readLastRecovery(
  tx: Tx,
  caseId: string,
): Promise<readonly { readonly month: string; readonly fen: number }[]> {
  const { rows } = await tx.query<{ month: string; fen: number }>(
    `select month, sum(amount_fen)::bigint as fen from recovery_line
      where recovery_id = (select recovery_id from recovery where case_id = $1 order by ordered_at desc, recovery_id desc limit 1)
      group by month order by month`,
    [caseId],
  );
  return rows.map(({ month, fen }) => ({ month: month.slice(0, 7), fen }));
}
