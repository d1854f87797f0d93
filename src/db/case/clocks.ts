import { type CaseId, parsePublicId } from '../../domain/case/ids.ts';
import type { CaseState } from '../../domain/case/state.ts';
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

/** Running clocks with the states of their cases, by id: a page of all of them. */
export async function runningClocks(tx: Tx, after: string, limit: number) {
  const { rows } = await tx.query<{ clock_id: string; case_id: CaseId; limit_unit: string; state: CaseState }>(
    `select c.clock_id, c.case_id, c.limit_unit, f.state from clock c join case_file f using (case_id)
      where c.status = 'running' and c.clock_id > $1 order by c.clock_id limit $2`,
    [after, limit],
  );
  return rows.flatMap(({ clock_id: clockId, case_id: caseId, limit_unit: unit, state }) => {
    const clock = state.clocks[parsePublicId(clockId)!.key];
    return clock ? [{ clockId, caseId, unit, clock, state }] : [];
  });
}
