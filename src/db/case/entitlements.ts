import type { BenefitPeriod } from '../../domain/case/events.ts';
import type { Tx } from '../pool.ts';

/** Stand-in. */
export async function changeEntitlements(
  tx: Tx,
  {
    caseId,
    division,
    county,
    certificate,
    at,
    key,
  }: { caseId: string; division: string; county: string; certificate: string; at: string; key: string },
  monthFrom: string,
  periods: readonly BenefitPeriod[],
): Promise<void> {
  const { rows } = await tx.query(
    `update entitlement set superseded_at = $3 where case_id = $1 and superseded_at is null and (month_to is null or month_to >= $2)
     returning component, month_from::text, fen_per_month, certificate`,
    [caseId, `${monthFrom}-01`, at],
  );
  const insert = (component: string, from: string, to: string | null, fen: number, n: string) =>
    tx.query(
      `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, month_to, fen_per_month, certificate, granted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [`${key}.${n}.${component}`, caseId, division, county, component, from, to, fen, certificate, at],
    );
  const prev = (m: string) => {
    const [y, mo] = m.split('-').map(Number) as [number, number];
    const d = new Date(Date.UTC(y, mo - 2, 1));
    return d.toISOString().slice(0, 7);
  };
  for (const row of rows)
    if (row.month_from < `${monthFrom}-01`)
      await insert(row.component, row.month_from, `${prev(monthFrom)}-01`, row.fen_per_month, 'before');
  for (const [i, p] of periods.entries())
    for (const c of p.components)
      await insert(c.component, `${p.monthFrom}-01`, p.monthTo ? `${p.monthTo}-01` : null, c.fenPerMonth, String(i));
}
