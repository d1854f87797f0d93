import { type ClockKindName, clockKinds } from '../../src/domain/case/clockKinds.ts';
import type { Life } from './life.ts';

/** What a clock said, or its supervisor being called: when it was due and when it stands in the journal, in business time. */
export interface Rung {
  readonly caseId: string;
  readonly key: string;
  readonly says: 'clockWarned' | 'clockPassed' | 'escalation';
  /** null: it was due, and stands nowhere. */
  readonly at: Date | null;
  readonly lateMs: number;
}

/**
 * How long after a fault has gone away the last clock that fell due during it may still be missing: a sweeper tells whoever
 * has not heard after seconds with a test clock and after a minute without, and a workflow task that failed waits ten.
 */
export const drainMs = 60_000;

const supervised = (Object.keys(clockKinds) as ClockKindName[]).filter((kind) => clockKinds[kind].owner);

/**
 * Everything that clocks had to say since an instant of business time, with how late it came. The test clock stops at each
 * due instant until it is recorded and business time runs on with real time meanwhile: late is what somebody really waited.
 * An instant that was over when it was set, as by a resumption, is due when it is set.
 */
export function rungSince({ rows }: Pick<Life, 'rows'>, since: Date): Promise<Rung[]> {
  return rows<Rung>(
    `with said as (
       select case_id, seq, at, key as commit, type, data ->> 'key' as key from case_event
        where type in ('clockWarned', 'clockPassed') and at >= $1
     ), due as (
       select s.*, greatest(plan.at, to_timestamp((plan.data ->> case s.type when 'clockWarned' then 'warnAt' else 'dueAt' end)::numeric / 1000)) as due_at,
              kind.kind
         from said s
        cross join lateral (select at, data from case_event p
          where p.case_id = s.case_id and p.seq < s.seq and p.data ->> 'key' = s.key
            and p.type in ('clockStarted', 'clockResumed', 'clockReplanned', 'clockExtended') order by p.seq desc limit 1) plan
        cross join lateral (select data ->> 'kind' as kind from case_event p
          where p.case_id = s.case_id and p.data ->> 'key' = s.key and p.type = 'clockStarted' limit 1) kind
     ), all_of_it as (
       select case_id, key, type as says, at, due_at from due
       union all
       select d.case_id, d.key, 'escalation', called.at, d.due_at from due d
         left join case_event called on called.case_id = d.case_id and called.key = d.commit
                                    and called.type = 'taskOpened' and called.data ->> 'kind' = 'escalation'
        where d.type = 'clockPassed' and d.kind = any($2)
       union all
       select case_id, clock_id, 'clockPassed', null, due_at from clock
        where status = 'running' and passed_at is null and due_at < business_now()
       union all
       select case_id, clock_id, 'clockWarned', null, warn_at from clock
        where status = 'running' and passed_at is null and warned_at is null and warn_at < least(due_at, business_now())
     )
     select case_id as "caseId", key, says, at,
            (extract(epoch from coalesce(at, business_now()) - due_at) * 1000)::float8 as "lateMs"
       from all_of_it order by "lateMs" desc`,
    [since, supervised],
  );
}

/** How long clocks could not ring: so many milliseconds, and where days went by or were forgotten, until this instant of business time. */
export interface Outage {
  readonly lastedMs: number;
  readonly until?: Date;
}

/** How late it came; where days went by or were forgotten, how long after it could ring again. */
export function lateAfter({ at, lateMs }: Rung, { until }: Outage): number {
  return until && at ? Math.min(lateMs, Math.max(0, at.getTime() - until.getTime())) : lateMs;
}

/** Later than the fault lasted and what comes after it takes. */
export function lateBeyond(rung: readonly Rung[], outage: Outage): string[] {
  const mostMs = (outage.until ? 0 : outage.lastedMs) + drainMs;
  return rung
    .filter((each) => lateAfter(each, outage) > mostMs)
    .map(
      ({ caseId, key, says, at, lateMs }) => `${caseId} ${key} ${says} ${at ? '' : 'not recorded, '}${lateMs} ms late`,
    );
}
