import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

/**
 * Running clocks whose end is provisional and was counted on another calendar than the one given. A clock that was
 * paused keeps what was left of it: it has no length to count from its start.
 */
const outdated = `provisional and status = 'running' and calendar <> $1
  and not exists (select from case_event e where e.case_id = clock.case_id and e.type = 'clockResumed'
                    and e.data->>'key' = substr(clock.clock_id, 38))`;

/** The length of an outdated clock, to count it anew; undefined for every other clock. */
export async function provisionalLength(tx: Tx, clockId: string, calendar: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ limit_days: number }>(
    `select limit_days from clock where clock_id = $2 and ${outdated}`,
    [calendar, clockId],
  );
  return rows[0]?.limit_days;
}

/** Cases with an outdated clock. */
export async function casesToReplan(tx: Tx, calendar: string, limit: number): Promise<CaseId[]> {
  const { rows } = await tx.query<{ case_id: CaseId }>(
    `select distinct case_id from clock where ${outdated} limit $2`,
    [calendar, limit],
  );
  return rows.map((row) => row.case_id);
}
