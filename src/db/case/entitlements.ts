import { addMonths } from '../../domain/calendar.ts';
import type { BenefitPeriod } from '../../domain/case/events.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

/** Of whom an entitlement is, and by what it was given. */
export interface Given {
  readonly caseId: CaseId;
  readonly division: string;
  readonly county: string;
  readonly certificate: string;
  /** Public id of what gives it; unique to it. */
  readonly by: string;
  readonly at: string;
}

/** What is owed each month of these periods. */
export async function giveEntitlements(tx: Tx, given: Given, periods: readonly BenefitPeriod[]): Promise<void> {
  for (const [nth, { monthFrom, monthTo, components }] of periods.entries())
    for (const { component, fenPerMonth } of components)
      await tx.query(
        `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, month_to, fen_per_month, certificate, granted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          `${given.by}.${nth}.${component}`,
          given.caseId,
          given.division,
          given.county,
          component,
          `${monthFrom}-01`,
          monthTo === undefined ? null : `${monthTo}-01`,
          fenPerMonth,
          given.certificate,
          given.at,
        ],
      );
}

/**
 * From a month on other amounts are owed, or none. Versions are never edited: what reaches that month is superseded, and
 * said again up to the month before where it began earlier.
 */
export async function supersedeEntitlements(
  tx: Tx,
  given: Omit<Given, 'certificate'>,
  monthFrom: string,
  periods: readonly BenefitPeriod[],
): Promise<void> {
  const { rows: superseded } = await tx.query<{ certificate: string }>(
    `update entitlement set superseded_at = $3
      where case_id = $1 and superseded_at is null and coalesce(month_to, 'infinity') >= $2::date
     returning certificate`,
    [given.caseId, `${monthFrom}-01`, given.at],
  );
  await tx.query(
    `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, month_to, fen_per_month, certificate, granted_at)
     select $3 || '.before.' || component || '.' || to_char(month_from, 'YYYY-MM'), case_id, division, county, component, month_from, $4::date,
            fen_per_month, certificate, granted_at
       from entitlement where case_id = $1 and superseded_at = $2 and month_from <= $4::date`,
    [given.caseId, given.at, given.by, `${addMonths(monthFrom, -1)}-01`],
  );
  const certificate = superseded[0]?.certificate ?? (await certificateOf(tx, given.caseId));
  await giveEntitlements(tx, { ...given, certificate }, periods);
}

/** The number of the benefit's certificate stays the same through its life. */
async function certificateOf(tx: Tx, caseId: CaseId): Promise<string> {
  const { rows } = await tx.query<{ certificate: string }>(
    'select certificate from entitlement where case_id = $1 limit 1',
    [caseId],
  );
  return rows[0]?.certificate ?? '';
}
