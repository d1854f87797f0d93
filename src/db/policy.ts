import type { CalendarYear } from '../domain/calendar.ts';
import type { PolicyValue } from '../domain/policy.ts';
import type { Tx } from './pool.ts';
import type { Question } from './questions.ts';

/** Changes whenever a value or a year's list is added, or a value is applied to running clocks. */
export const policyVersion: Question<string> = {
  text: `select concat((select max(policy_id) from policy_value), '/', (select string_agg(version, '+' order by year) from calendar_year), '/',
                       (select count(*) from policy_applied)) as version`,
  read: ([row]) => row.version,
};

export async function readPolicyValues(tx: Tx): Promise<PolicyValue[]> {
  const { rows } = await tx.query(
    `select division, key, value, unit, effective_from, effective_to, known_from, ground, set_by, level,
            case when a.policy_id is null then running_clocks else 'applied' end as running_clocks
       from policy_value left join policy_applied a using (policy_id)`,
  );
  return rows.map((row) => ({
    division: row.division,
    key: row.key,
    value: row.value,
    unit: row.unit,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    knownFrom: row.known_from,
    ground: row.ground,
    setBy: row.set_by,
    level: row.level,
    ...(row.running_clocks ? { runningClocks: row.running_clocks } : {}),
  }));
}

export async function readCalendarYears(tx: Tx): Promise<CalendarYear[]> {
  const { rows } = await tx.query(
    'select year, notice, version, rest::text[], make_up::text[] from calendar_year order by year',
  );
  return rows.map((row) => ({
    year: row.year,
    notice: row.notice,
    version: row.version,
    rest: row.rest,
    makeUp: row.make_up,
  }));
}

/**
 * Adds a value. `known`: it is there to the letter. `differs`: another stands there under the same place, key and
 * `known_from` for some of its days, and nothing is written: what was loaded once is never edited.
 */
export async function addPolicyValue(tx: Tx, value: PolicyValue): Promise<'added' | 'known' | 'differs'> {
  const { division, key, unit, effectiveFrom, effectiveTo, knownFrom, ground, setBy, level, runningClocks } = value;
  const row = [division, key, JSON.stringify(value.value), unit, effectiveFrom, effectiveTo, knownFrom, ground];
  const { rows } = await tx.query<{ same: boolean }>(
    `select value = $3::jsonb and unit = $4 and effective_from = $5 and effective_to is not distinct from $6 and ground = $8 as same
       from policy_value
      where division = $1 and key = $2 and known_from = $7
        and daterange(effective_from, effective_to, '[)') && daterange($5::date, $6::date, '[)')`,
    row,
  );
  if (rows.length > 0) return rows.every(({ same }) => same) ? 'known' : 'differs';
  await tx.query(
    `insert into policy_value (division, key, value, unit, effective_from, effective_to, known_from, ground, set_by, level, running_clocks)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [...row, setBy, level, runningClocks ?? null],
  );
  return 'added';
}

/** Publishes a year's list of rest days; a corrected list replaces it under a new version. */
export async function putCalendarYear(tx: Tx, { year, notice, version, rest, makeUp }: CalendarYear): Promise<void> {
  await tx.query(
    `insert into calendar_year (year, notice, version, rest, make_up) values ($1, $2, $3, $4, $5)
     on conflict (year) do update set notice = excluded.notice, version = excluded.version, rest = excluded.rest, make_up = excluded.make_up`,
    [year, notice, version, rest, makeUp],
  );
}

/** Adds divisions, and gives those on file their present names. One statement: the whole country has 45,000. */
export async function putDivisions(
  tx: Tx,
  divisions: readonly { code: string; name: string; level: string; parent: string | null }[],
): Promise<void> {
  const column = <K extends 'code' | 'name' | 'level' | 'parent'>(key: K) => divisions.map((each) => each[key]);
  await tx.query(
    `insert into division (code, name, level, parent)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
     on conflict (code) do update set name = excluded.name where division.name <> excluded.name`,
    [column('code'), column('name'), column('level'), column('parent')],
  );
}

/** Values whose documents have them hold for running clocks, and which nobody has applied to them yet. */
export async function valuesToApply(tx: Tx): Promise<{ policyId: number; division: string; key: string }[]> {
  const { rows } = await tx.query<{ policyId: number; division: string; key: string }>(
    `select policy_id as "policyId", division, key from policy_value v left join policy_applied a using (policy_id)
      where v.running_clocks = 'replan' and a.policy_id is null order by policy_id`,
  );
  return rows;
}

/** From now on it holds for running clocks too; each case counts its own anew. */
export async function applyToRunningClocks(tx: Tx, policyId: number, by: string): Promise<void> {
  await tx.query(
    'insert into policy_applied (policy_id, applied_at, applied_by) values ($1, business_now(), $2) on conflict do nothing',
    [policyId, by],
  );
}

/** Applied values of which some case may not know yet. */
export async function unfinishedApplications(tx: Tx): Promise<number[]> {
  const { rows } = await tx.query<{ policy_id: number }>(
    'select policy_id from policy_applied where done_at is null order by policy_id',
  );
  return rows.map((row) => row.policy_id);
}

export async function noteApplied(tx: Tx, policyIds: readonly number[]): Promise<void> {
  await tx.query('update policy_applied set done_at = business_now() where policy_id = any($1)', [policyIds]);
}
