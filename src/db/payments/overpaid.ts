import { createHash, randomUUID } from 'node:crypto';
import { canonical } from '../case/journal.ts';
import { storeFact } from '../inbox/facts.ts';
import type { Tx } from '../pool.ts';

/** What was really paid for a month beyond what is owed for it now, and nobody has decided about yet. */
export interface OverpaidMonth {
  readonly component: 'base' | 'topup';
  /** 'YYYY-MM'. */
  readonly month: string;
  readonly fen: number;
}

const overpaid = `
  select l.case_id, l.component, l.month,
         (sum(l.amount_fen) - coalesce((select sum(e.fen_per_month) from entitlement e
            where e.case_id = l.case_id and e.component = l.component and e.superseded_at is null
              and daterange(e.month_from, e.month_to, '[]') @> l.month), 0)
          - coalesce((select sum(r.amount_fen) from recovery_line r
            where r.case_id = l.case_id and r.component = l.component and r.month = l.month), 0))::bigint as fen
    from payment_line l where l.status = 'paid'`;

/** The months of one case, in order. */
export async function readOverpaid(tx: Tx, caseId: string): Promise<readonly OverpaidMonth[]> {
  const { rows } = await tx.query<{ component: OverpaidMonth['component']; month: string; fen: number }>(
    `select * from (${overpaid} and l.case_id = $1 group by l.case_id, l.component, l.month) months
      where fen > 0 order by month, component`,
    [caseId],
  );
  return rows.map(({ component, month, fen }) => ({ component, month: month.slice(0, 7), fen }));
}

/**
 * Tells each case of a county, or one case, what it was paid beyond what is owed; the same state is told once, however
 * often it is looked for. Stored as a fact; told by the relay.
 */
export async function sayOverpaid(
  tx: Tx,
  of: { readonly county: string } | { readonly caseId: string },
): Promise<void> {
  const [where, value] = 'county' in of ? ['l.county = $1', of.county] : ['l.case_id = $1', of.caseId];
  const { rows } = await tx.query<{ case_id: string; division: string; fen: number; months: string }>(
    `select m.case_id, a.township as division, sum(m.fen)::bigint as fen, string_agg(m.component || ' ' || m.month || ' ' || m.fen, ',' order by m.month, m.component) as months
       from (${overpaid} and ${where} group by l.case_id, l.component, l.month) m join application a using (case_id)
      where m.fen > 0 group by m.case_id, a.township order by m.case_id`,
    [value],
  );
  for (const { case_id, division, fen, months } of rows) {
    const payload = { fen };
    await storeFact(tx, {
      factId: randomUUID(),
      caseId: case_id,
      division,
      name: 'overpaid',
      factKey: '',
      source: 'payments',
      sourceId: `overpaid ${case_id} ${createHash('sha256').update(months).digest('hex').slice(0, 16)}`,
      payload,
      sealed: undefined,
      contentHash: createHash('sha256').update(canonical(payload)).digest('hex'),
    });
  }
}
