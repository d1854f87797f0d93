import type { CaseId } from '../../domain/case/ids.ts';
import type { Elsewhere } from '../../domain/emergency/elsewhere.ts';
import type { Tx } from '../pool.ts';

/** All other cases of the county that know the person by the same number, with what each gave since a day. */
export async function givenElsewhere(
  tx: Tx,
  wish: { readonly caseId: CaseId; readonly county: string; readonly person: string; readonly since: string },
): Promise<Elsewhere[]> {
  const { rows } = await tx.query(
    `with others as (
       select distinct a.case_id, a.case_number
         from person p join application a using (case_id)
        where p.id_number_hash = $1 and a.case_id <> $2 and a.county = $3)
     select o.case_id, o.case_number, 'aid' as what, sum(g.amount_fen)::bigint as fen
       from others o join emergency_aid g using (case_id)
      where g.stands <> 'notGiven' and g.amount_fen > 0 and g.given_at >= $4::date group by 1, 2
     union all
     select o.case_id, o.case_number, case c.state when 'benefit' then 'benefit' else 'application' end,
            coalesce((select sum(e.fen_per_month) from entitlement e
                       where e.case_id = o.case_id and e.superseded_at is null
                         and date_trunc('month', business_now() at time zone 'Asia/Shanghai')::date between e.month_from and coalesce(e.month_to, 'infinity'::date)), 0)::bigint
       from others o join person_claim c on c.case_id = o.case_id and c.id_number_hash = $1 and c.state <> 'ended'
     order by 2, 3`,
    [wish.person, wish.caseId, wish.county, wish.since],
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    caseNumber: row.case_number,
    what: row.what,
    amountFen: Number(row.fen),
  }));
}
