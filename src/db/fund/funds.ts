import type { Tx } from '../pool.ts';
import type { FundOf } from './postings.ts';

/** A township's fund of a year as it stands, in fen. */
export interface FundNow extends FundOf {
  readonly name: string;
  readonly paidInFen: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly availableFen: number;
  readonly overdraftFen: number;
  /** Spent, and not yet made up for by the county. */
  readonly unsettledFen: number;
}

const columns = `
  select f.township, f.year, coalesce(d.name, f.township) as name, f.available_fen as "availableFen", f.overdraft_fen as "overdraftFen",
         coalesce(sum(e.debit_fen - e.credit_fen) filter (where e.account = 'spent'), 0)::bigint as "spentFen",
         coalesce(sum(e.debit_fen - e.credit_fen) filter (where e.account = 'held'), 0)::bigint as "heldFen",
         coalesce(sum(e.credit_fen - e.debit_fen) filter (where e.account = 'treasury'), 0)::bigint as "paidInFen",
         (coalesce(sum(e.debit_fen - e.credit_fen) filter (where e.account = 'spent'), 0)
          - coalesce(sum(e.debit_fen) filter (where e.account = 'fund' and e.posting like 'settlement:%'), 0))::bigint as "unsettledFen"
    from standby_fund f left join standby_entry e using (township, year) left join division d on d.code = f.township`;

export async function readFunds(tx: Tx, year?: number): Promise<FundNow[]> {
  const { rows } = await tx.query<FundNow>(
    `${columns} where $1::int is null or f.year = $1 group by f.township, f.year, d.name order by f.year desc, f.township`,
    [year ?? null],
  );
  return rows;
}

export async function readFund(tx: Tx, { township, year }: FundOf): Promise<FundNow | undefined> {
  const { rows } = await tx.query<FundNow>(
    `${columns} where f.township = $1 and f.year = $2 group by f.township, f.year, d.name`,
    [township, year],
  );
  return rows[0];
}

/** Opens the fund of a year; false where it is open. */
export async function openFund(tx: Tx, { township, year }: FundOf, by: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into standby_fund (township, year, opened_at, opened_by) values ($1, $2, business_now(), $3) on conflict do nothing`,
    [township, year, by],
  );
  return rowCount === 1;
}

/** The county's leader lets it go below zero, as far as this and no further; 0 ends it. */
export async function allowOverdraft(
  tx: Tx,
  { township, year }: FundOf,
  given: { readonly ceilingFen: number; readonly reason: string; readonly by: string },
): Promise<void> {
  await tx.query('update standby_fund set overdraft_fen = $3 where township = $1 and year = $2', [
    township,
    year,
    given.ceilingFen,
  ]);
  await tx.query(
    `insert into standby_overdraft (township, year, ceiling_fen, reason, opened_by, opened_at)
     values ($1, $2, $3, $4, $5, business_now())`,
    [township, year, given.ceilingFen, given.reason, given.by],
  );
}

/** What was posted, the last first. */
export async function readPostings(tx: Tx, { township, year }: FundOf, limit: number) {
  const { rows } = await tx.query(
    `select posting, at, by_officer, case_id, reason, max(debit_fen) as amount_fen, max(entry_id) as entry_id
       from standby_entry where township = $1 and year = $2
      group by posting, at, by_officer, case_id, reason order by max(entry_id) desc limit $3`,
    [township, year, limit],
  );
  return rows.map((row) => ({
    kind: String(row.posting).slice(0, row.posting.indexOf(':')),
    at: row.at.toISOString() as string,
    by: row.by_officer as string,
    caseId: row.case_id as string | null,
    reason: row.reason as string | null,
    amountFen: row.amount_fen as number,
  }));
}

/** Money set aside for minutes although it is known what became of the decision. */
export async function strandedHolds(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ of: string }>(
    `select substr(h.posting, 6) as of from standby_entry h join command c on c.command_id::text = substr(h.posting, 6)
      where h.posting like 'hold:%' and h.account = 'held' and h.at < business_now() - interval '5 minutes'
        and c.refusal is not null
        and not exists (select from standby_entry r where r.posting = 'release:' || substr(h.posting, 6))`,
  );
  return rows.map((row) => row.of);
}
