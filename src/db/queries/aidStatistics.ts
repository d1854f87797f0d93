import type { AidCounted, PapersCounted } from '../../domain/emergency/aidFigures.ts';
import type { Tx } from '../pool.ts';

/** Instants between which something must have happened to be counted, as the record stood before `known`. */
export interface SpanAsKnown {
  readonly from: Date;
  readonly until: Date;
  readonly known: Date;
}

/** A figure of a township, or of its county where `township` is null. */
interface Of {
  readonly county: string;
  readonly township: string | null;
}

const byTownshipAndCounty = 'grouping sets ((r.county, r.township), (r.county))';

/**
 * Where a case was registered, how many are in need: what its first event says. The place of the event decides, for good.
 * Looked up case by case: joined as a whole, the first events of all cases were read.
 */
const registered = (caseId: string) => `lateral (
  select data ->> 'county' as county, data ->> 'township' as township, (data ->> 'members')::int as persons,
         data ->> 'programme' = 'emergency' as urgent
    from case_event where case_id = ${caseId} and seq = 1 limit 1) r on true`;

/**
 * Who the persons of a case are, by keyed hash, as far as the record knew: of an emergency whoever was established by then,
 * as it was corrected last; of a household its members when it applied.
 */
const whoWasKnown = `
       select c.case_id, p.id_number_hash as person
         from counted c join person p using (case_id) where not c.urgent and p.member_no <= c.persons
       union
       select c.case_id, e.person
         from counted c cross join lateral (
           select i.data ->> 'person' as person from case_event i
            where i.case_id = c.case_id and i.type = 'identityRestored' and i.at < $3 order by i.seq desc limit 1) e
        where c.urgent`;

/**
 * The aid that reached people in the span, of whichever programme. A transfer counts from when the bank had settled it, and
 * not at all before. A person helped in several cases is one, and all of it counts for the threshold. How fast it came is asked of emergencies alone: elsewhere the days of the procedure are the law's.
 * `thresholds`: by county, fen a head.
 */
export async function countAid(
  tx: Tx,
  { from, until, known }: SpanAsKnown,
  thresholds: ReadonlyMap<string, number>,
): Promise<(AidCounted & Of)[]> {
  const { rows } = await tx.query<AidCounted & Of>(
    `with reached as (
       select g.case_id, (g.data ->> 'amountFen')::bigint as fen, coalesce(bank.at, g.at) as at
         from case_event g
         left join lateral (
           select o.at, o.data -> 'particulars' ->> 'result' as result from case_event o
            where g.data ->> 'form' = 'transfer' and o.case_id = g.case_id and o.seq > g.seq
              and o.type = 'factArrived' and (o.data ->> 'name') = 'transferOutcome' and o.at < $3
            order by o.seq limit 1) bank on true
        where g.type = 'aidGiven' and g.at < least($2, $3) and g.data ->> 'form' <> 'referral'
          and (g.data ->> 'form' <> 'transfer' or bank.result = 'settled')
     ), given as (
       select case_id, count(*) filter (where at >= $1 and at < $2) as times, min(at) as first_at,
              coalesce(sum(fen) filter (where at >= $1 and at < $2), 0) as fen
         from reached group by case_id
     ), of_case as (
       select g.*, floor(extract(epoch from (g.first_at - a.submitted_at)) / 60)::int as minutes
         from given g join application a using (case_id) where g.times > 0
     ), counted as (
       select c.*, r.county, r.township, r.persons, r.urgent, c.fen::numeric / r.persons as a_head, t.fen as large_above
         from of_case c join ${registered('c.case_id')}
         left join unnest($4::text[], $5::bigint[]) t(county, fen) on t.county = r.county
     ), known as (${whoWasKnown}
     ), named as (
       select r.county, r.township, k.person, sum(r.a_head) > max(r.large_above) as is_large
         from known k join counted r using (case_id) group by grouping sets ((r.county, r.township, k.person), (r.county, k.person))
     ), persons as (
       select county, township, count(*) as persons, count(*) filter (where is_large) as large from named group by 1, 2
     ), of_cases as (
       select r.county, r.township, sum(r.persons - coalesce(k.persons, 0)) as unknown, sum(r.times)::bigint as times,
              sum(r.fen)::bigint as fen,
              coalesce(sum(r.persons - coalesce(k.persons, 0)) filter (where r.a_head > r.large_above), 0) as large,
              percentile_disc(0.5) within group (order by r.minutes) filter (where r.first_at >= $1 and r.urgent) as median,
              percentile_disc(0.9) within group (order by r.minutes) filter (where r.first_at >= $1 and r.urgent) as ninety
         from counted r left join (select case_id, count(*) as persons from known group by 1) k using (case_id)
        group by ${byTownshipAndCounty}
     )
     select c.county, c.township, (c.unknown + coalesce(p.persons, 0))::bigint as persons, c.times, c.fen as "sumFen",
            (c.large + coalesce(p.large, 0))::bigint as "largePersons", c.median as "medianMinutes", c.ninety as "ninetyPercentMinutes"
       from of_cases c left join persons p on p.county = c.county and p.township is not distinct from c.township`,
    [from, until, known, [...thresholds.keys()], [...thresholds.values()]],
  );
  return rows;
}

/** Papers that were brought in time, and those whose time passed, in the span. */
export async function countPapers(tx: Tx, { from, until, known }: SpanAsKnown): Promise<(PapersCounted & Of)[]> {
  const { rows } = await tx.query<PapersCounted & Of>(
    `with papers as (
       select case_id, min(at) filter (where type = 'clockPassed') as passed_at, min(at) as at
         from case_event
        where type in ('clockPassed', 'clockStopped') and (data ->> 'key') like '%.emergencyPapersClock' and at < $3
        group by case_id
     )
     select r.county, r.township, count(*) filter (where p.passed_at is null) as "inTime",
            count(*) filter (where p.passed_at is not null) as late
       from papers p join ${registered('p.case_id')}
      where p.at >= $1 and p.at < $2
      group by ${byTownshipAndCounty}`,
    [from, until, known],
  );
  return rows;
}

/** What the standby funds of a year held, by the ledger's own postings. */
export async function fundsThen(tx: Tx, year: number, known: Date): Promise<(Of & { readonly fundFen: number })[]> {
  const { rows } = await tx.query<Of & { fundFen: number }>(
    `select r.county, r.township, sum(r.fen)::bigint as "fundFen"
       from (select left(township, 6) || '000000' as county, township, debit_fen - credit_fen as fen from standby_entry
              where account = 'fund' and year = $1 and at < $2) r
      group by ${byTownshipAndCounty}`,
    [year, known],
  );
  return rows;
}

/** The county of the division, or the counties in it; and the townships of these. */
export async function readPlaces(
  tx: Tx,
  division: string,
): Promise<{ readonly code: string; readonly name: string; readonly level: string }[]> {
  const { rows } = await tx.query<{ code: string; name: string; level: string }>(
    `select code, name, level from division
      where level in ('county', 'township') and (starts_with(code, division_scope($1)) or code = left($1, 6) || '000000')`,
    [division],
  );
  return rows;
}
