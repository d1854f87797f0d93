import type { RunId } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';

/** What two finance officers look at before they sign: this run beside the one before it. Amounts in fen. */
export interface Control {
  readonly households: number;
  readonly arrearsLines: number;
  readonly arrearsFen: number;
  readonly before?: { readonly runId: RunId; readonly households: number; readonly toPayFen: number };
  /** Change of the amount to pay against the run before, in percent with one decimal. */
  readonly differencePercent?: number;
  readonly heldByReason: Readonly<Record<string, number>>;
  /** Months paid above what is owed now. Nothing is clawed back by itself; it is shown so that somebody decides. */
  readonly overpaid: { readonly households: number; readonly fen: number };
}

/** Compares a planned run with the county's run before it. */
export async function controlOf(tx: Tx, runId: RunId): Promise<Control> {
  const { rows } = await tx.query<Control & { before: Control['before'] | null; toPayFen: number }>(
    `with run as (select * from disbursement where disbursement_id = $1),
     lines as materialized (select l.* from payment_line l where l.disbursement_id = $1),
     before as (select b.* from disbursement b join run on b.county = run.county and b.period < run.period and b.to_pay_fen is not null
                 order by b.period desc limit 1),
     overpaid as (
       select l.case_id, sum(l.amount_fen) - coalesce(max(e.fen_per_month), 0) as fen
         from payment_line l
         left join entitlement e on e.case_id = l.case_id and e.component = l.component and daterange(e.month_from, e.month_to, '[]') @> l.month and e.superseded_at is null
        where l.county = (select county from run) and l.status in ('planned', 'ordered', 'paid')
        group by l.case_id, l.component, l.month
       having sum(l.amount_fen) > coalesce(max(e.fen_per_month), 0))
     select (select count(distinct case_id) from lines where status <> 'held') as households,
            (select coalesce(sum(amount_fen), 0)::bigint from lines where status <> 'held') as "toPayFen",
            (select count(*) from lines where status <> 'held' and month < period) as "arrearsLines",
            (select coalesce(sum(amount_fen), 0)::bigint from lines where status <> 'held' and month < period) as "arrearsFen",
            (select coalesce(jsonb_object_agg(reason, n), '{}') from (select reason, count(*) as n from lines where status = 'held' group by reason) h) as "heldByReason",
            (select jsonb_build_object('runId', before.disbursement_id, 'households', (before.control->>'households')::int, 'toPayFen', before.to_pay_fen) from before) as before,
            (select jsonb_build_object('households', count(distinct case_id), 'fen', coalesce(sum(fen), 0)) from overpaid) as overpaid
       from run`,
    [runId],
  );
  const { before, toPayFen, ...control } = rows[0]!;
  if (!before) return control;
  const { toPayFen: last } = before;
  return {
    ...control,
    before,
    ...(last > 0 ? { differencePercent: Math.round(((toPayFen - last) * 1000) / last) / 10 } : {}),
  };
}
