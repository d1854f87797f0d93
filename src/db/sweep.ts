import type { CaseId } from '../domain/case/ids.ts';
import type { Tx } from './pool.ts';

/**
 * Applications stored more than `seconds` ago whose case has no journal yet; whichever, so that a hundred that cannot
 * start keep no other from it.
 */
export async function unstartedApplications(tx: Tx, seconds: number, limit: number): Promise<CaseId[]> {
  const { rows } = await tx.query<{ case_id: CaseId }>(
    `select case_id from application
     where not started and submitted_at < business_now() - make_interval(secs => $1) order by random() limit $2`,
    [seconds, limit],
  );
  return rows.map((row) => row.case_id);
}

/** A case has started when its journal has: a workflow may be lost before it has written a word. */
export async function markStarted(tx: Tx, caseId: CaseId): Promise<void> {
  await tx.query('update application set started = true where case_id = $1', [caseId]);
}

/**
 * Cases with a clock whose warning or passing fell due more than `overdueSeconds` ago and is not in the journal, but not
 * those told of within the last `againSeconds` of real time: where thousands are overdue, telling the same ones again and
 * again would keep the workers from the others.
 */
export async function claimCasesWithOverdueClock(
  tx: Tx,
  wait: { readonly overdueSeconds: number; readonly againSeconds: number; readonly limit: number },
): Promise<{ caseId: CaseId; offsetMs: number }[]> {
  const { rows } = await tx.query<{ case_id: CaseId; offset_ms: number }>(
    `insert into clock_told as told (case_id, told_at)
     select case_id, clock_timestamp() from (
       select case_id from clock where status = 'running' and passed_at is null and due_at < business_now() - make_interval(secs => $1)
       union
       select case_id from clock where status = 'running' and warned_at is null and warn_at < business_now() - make_interval(secs => $1)
     ) overdue
     where not exists (select from clock_told t where t.case_id = overdue.case_id
                                                  and t.told_at > clock_timestamp() - make_interval(secs => $2))
     order by case_id limit $3
     on conflict (case_id) do update set told_at = excluded.told_at
       where told.told_at <= excluded.told_at - make_interval(secs => $2)
     returning case_id, (select offset_ms from business_clock) as offset_ms`,
    [wait.overdueSeconds, wait.againSeconds, wait.limit],
  );
  return rows.map((row) => ({ caseId: row.case_id, offsetMs: row.offset_ms }));
}

/** The first instant (ms, business time) up to `until` at which any clock warns or passes and has not yet; with its cases. */
export async function nextDueInstant(tx: Tx, until: Date): Promise<{ at: Date; caseIds: CaseId[] } | undefined> {
  const { rows } = await tx.query<{ at: Date; case_ids: CaseId[] }>(
    `select at, array_agg(distinct case_id) as case_ids from (
       select due_at as at, case_id from clock where status = 'running' and passed_at is null
       union all
       select warn_at, case_id from clock where status = 'running' and warned_at is null and warn_at is not null
     ) instants where at <= $1 group by at order by at limit 1`,
    [until],
  );
  const row = rows[0];
  return row && { at: row.at, caseIds: row.case_ids };
}

/** Clocks whose warning or passing was due by `at` and is not recorded. */
export async function countDue(tx: Tx, at: Date): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*) as n from clock where status = 'running'
       and ((passed_at is null and due_at <= $1) or (warned_at is null and warn_at <= $1))`,
    [at],
  );
  return rows[0]!.n;
}
