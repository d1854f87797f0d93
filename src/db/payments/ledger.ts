import type { RunId } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';

/** What a posting does: `[debit, credit]`. `subject` stands for the line's budget subject. */
const postings = {
  ordered: ['subject', 'inTransit'],
  paid: ['inTransit', 'treasury'],
  returned: ['inTransit', 'subject'],
} as const;
export type Posting = keyof typeof postings;

/**
 * Posts lines of a run on both sides, in one statement. The primary key refuses the same posting of a line a second
 * time; a trigger refuses one that does not balance.
 * @param lineIds only these lines; all ordered lines of the run where it is left out
 */
export async function postLines(tx: Tx, runId: RunId, posting: Posting, lineIds?: readonly number[]): Promise<void> {
  const [debit, credit] = postings[posting];
  await tx.query(
    `insert into ledger_entry (period, disbursement_id, county, line_id, posting, account, debit_fen, credit_fen, at)
     select l.period, l.disbursement_id, l.county, l.line_id, $2::text,
            case side.account when 'subject' then 'subject:' || l.subject else side.account end,
            case side.nth when 1 then l.amount_fen else 0 end, case side.nth when 2 then l.amount_fen else 0 end, business_now()
       from payment_line l
       cross join lateral (values (1, $3::text), (2, $4::text)) side(nth, account)
      where l.disbursement_id = $1 and l.status = $2 and ($5::bigint[] is null or l.line_id = any($5))`,
    [runId, posting, debit, credit, lineIds ?? null],
  );
}

/** The balance of every account of a run: debit less credit, in fen. Once all is settled nothing is in transit. */
export async function balancesOf(tx: Tx, runId: RunId): Promise<Readonly<Record<string, number>>> {
  const { rows } = await tx.query<{ account: string; fen: number }>(
    `select account, (sum(debit_fen) - sum(credit_fen))::bigint as fen from ledger_entry where disbursement_id = $1 group by account`,
    [runId],
  );
  return Object.fromEntries(rows.map(({ account, fen }) => [account, fen]));
}
