import type { CaseId } from '../../domain/case/ids.ts';
import type { FileKept } from '../../domain/keeping/whatKeeps.ts';
import type { HoldReason } from '../../domain/keeping/words.ts';
import type { Tx } from '../pool.ts';

/** A file, and what says whether it may be destroyed. */
export interface File extends FileKept {
  readonly caseId: CaseId;
  readonly caseNumber: string;
  readonly county: string;
  readonly township: string;
  readonly heldFor: HoldReason | undefined;
  /** The list it is on, or was destroyed from. */
  readonly listId: string | undefined;
  readonly destroyed: boolean;
}

const aFile = `
  select f.case_id as "caseId", f.case_number as "caseNumber", f.county, f.township,
         (select to_char(e.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from case_event e
           where e.case_id = f.case_id and e.type = 'caseEnded' order by e.seq desc limit 1) as "endedOn",
         f.state->>'keepUntil' as "keepUntil",
         to_char(h.until, 'YYYY-MM-DD') as "heldUntil", h.reason as "heldFor",
         ((select coalesce(sum(r.debit_fen - r.credit_fen), 0) from recovery_entry r where r.case_id = f.case_id and r.account = 'receivable')
          + coalesce((f.state->>'overpaidFen')::bigint, 0) + coalesce((f.state->>'aidContestedFen')::bigint, 0))::bigint as "toComeBackFen",
         coalesce((f.state->>'remedyPending')::boolean, false) as "remedyPending",
         ((select count(*) from payment_line l where l.case_id = f.case_id and l.status in ('planned', 'ordered'))
          + (select count(*) from instant_transfer t where t.case_id = f.case_id and t.state in ('planned', 'sent')))::int as "paymentsUnderWay",
         (select coalesce(sum(m.fen), 0)::bigint from (
            select e.fen_per_month - coalesce((select sum(l.amount_fen) from payment_line l
                     where l.case_id = e.case_id and l.component = e.component and l.month = g.month::date and l.status = 'paid'), 0) as fen
              from entitlement e cross join lateral generate_series(e.month_from::timestamp,
                     coalesce(e.month_to, (business_now() at time zone 'Asia/Shanghai')::date)::timestamp, interval '1 month') g(month)
             where e.case_id = f.case_id and e.superseded_at is null) m where m.fen > 0) as "owedFen",
         (select count(*)::int from person_flag p where p.case_id = f.case_id and p.settled_at is null) as "matchesUnsettled",
         ((select count(*) from command c where c.case_id = f.case_id and c.task_id is not null and c.receipt is null and c.refusal is null)
          + (select count(*) from fact x where x.case_id = f.case_id and x.consumed_at is null)
          + (select count(*) from outbox o where o.case_id = f.case_id and o.done_at is null))::int as unanswered,
         (select count(*)::int from application s left join case_file sf using (case_id)
           where s.predecessor = f.case_id and sf.ended_as is null) as "livingSuccessors",
         i.list_id as "listId", i.destroyed_at is not null as destroyed
    from case_file f left join destruction_item i on i.case_id = f.case_id and i.taken_off_at is null
    left join lateral (select until, reason from keeping_hold where case_id = f.case_id order by hold_id desc limit 1) h on true`;

/** One file; undefined where there is none or it is not to be seen from here. */
export async function readFile(tx: Tx, caseId: string): Promise<File | undefined> {
  const { rows } = await tx.query(`${aFile} where f.case_id = $1`, [caseId]);
  return rows[0] && toFile(rows[0]);
}

/** Ended files whose time is over by what they were given, and which are on no list; the first over first. */
export async function filesOver(
  tx: Tx,
  {
    county,
    limit,
    caseIds,
  }: { readonly county?: string; readonly limit: number; readonly caseIds?: readonly string[] | undefined },
): Promise<File[]> {
  const { rows } = await tx.query(
    `${aFile} where f.ended_as is not null and i.list_id is null and ($3::text is null or f.county = $3)
        and (f.case_id = any($2::uuid[])
             or ($2::uuid[] is null and (f.state->>'keepUntil')::date < (business_now() at time zone 'Asia/Shanghai')::date))
      order by f.state->>'keepUntil', f.case_number limit $1`,
    [limit, caseIds ?? null, county ?? null],
  );
  return rows.map(toFile);
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toFile({ endedOn, keepUntil, heldUntil, heldFor, listId, ...row }: any): File {
  return {
    ...row,
    endedOn: endedOn ?? undefined,
    keepUntil: keepUntil ?? undefined,
    heldUntil: heldUntil ?? undefined,
    heldFor: heldFor ?? undefined,
    listId: listId ?? undefined,
  };
}
