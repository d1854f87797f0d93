import type { Tx } from '../pool.ts';
import { withoutDuty } from './dutyGaps.ts';
import { withoutReview } from './reviews.ts';

/** What waits, and whether anything waits for nobody. All but the first should be near zero. */
export interface Backlog {
  readonly tasksOpen: number;
  readonly clocksPassed: number;
  /** Warnings and passings due for more than a minute and not in the journal. */
  readonly clocksMissed: number;
  readonly commandsWithoutOutcome: number;
  readonly factsUnconsumed: number;
  /** Cases that live without a task that asks for something, an expected fact or a running clock. */
  readonly casesWithoutOwner: number;
  /** Cases in benefit that no review would ever call up. */
  readonly casesWithoutReview: number;
  readonly reviewsLate: number;
  /** What registers say and nobody has looked into yet. */
  readonly matchesUnsettled: number;
  /** Of these, those no case has put before anybody. */
  readonly matchesWithoutOwner: number;
  readonly oldestMatchDays: number;
  /** Messages of which the gateway has not said for a day what became of them. */
  readonly messagesUndelivered: number;
  /** Instant transfers that were sent and of which the bank has said nothing we could read. */
  readonly transfersUnknown: number;
  /** How long, in minutes of business time, the oldest of them has been so. */
  readonly transferUnknownMinutes: number;
  /** Transfers of which the bank has said one final thing and then another. */
  readonly transfersContradicted: number;
  /** Townships where nobody is on call for some part of the next 24 hours. */
  readonly townshipsWithoutDuty: number;
  /** Since the newest daily root, or where none was taken, since the oldest case: 0 where that is today or yesterday. */
  readonly daysWithoutRoot: number;
}

const withoutOwner = `f.ended_as is null
               and not exists (select from task t where t.case_id = f.case_id and t.status = 'open' and not t.standing)
               and not exists (select from expected_fact e where e.case_id = f.case_id)
               and not exists (select from clock c where c.case_id = f.case_id and c.status = 'running')`;

/** The numbers of the cases that wait for nobody. */
export async function casesWithoutOwner(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ case_number: string }>(
    `select case_number from case_file f where ${withoutOwner} order by case_number`,
  );
  return rows.map((row) => row.case_number);
}

const unsettled = 'confirmed_at is null and settled_at is null';

/** Counts the backlog of all that may be seen. What is younger than half a minute is under way and not counted. */
export async function readBacklog(tx: Tx): Promise<Backlog> {
  const { rows } = await tx.query<Backlog>(
    `select (select count(*) from task where status = 'open' and not standing) as "tasksOpen",
            (select count(*) from clock where status = 'passed') as "clocksPassed",
            (select count(*) from clock where status = 'running'
               and (due_at < business_now() - interval '1 minute'
                    or warned_at is null and warn_at < business_now() - interval '1 minute')) as "clocksMissed",
            (select count(*) from command where receipt is null and refusal is null
               and created_at < business_now() - interval '30 seconds') as "commandsWithoutOutcome",
            (select count(*) from fact where consumed_at is null
               and received_at < business_now() - interval '30 seconds') as "factsUnconsumed",
             (select count(*) from case_file f where ${withoutOwner}) as "casesWithoutOwner",
            (select count(*) from case_file f where ${withoutReview}) as "casesWithoutReview",
            (select count(*) from clock where kind = 'review' and status in ('running', 'passed')
               and due_at <= business_now()) as "reviewsLate",
            (select count(*) from person_flag where ${unsettled}) as "matchesUnsettled",
            (select count(*) from person_flag f where ${unsettled} and reported_at < business_now() - interval '1 minute'
               and not exists (select from task t where t.case_id = f.case_id and t.kind = 'confirmMatch' and t.status = 'open')) as "matchesWithoutOwner",
            (select coalesce(max(extract(day from business_now() - reported_at)), 0)::int from person_flag where ${unsettled}) as "oldestMatchDays",
            (select count(*) from message where status in ('requested', 'sent')
               and coalesce(sent_at, send_from) < business_now() - interval '1 day') as "messagesUndelivered",
            (select count(*) from instant_transfer where unknown_since is not null) as "transfersUnknown",
            (select coalesce(floor(extract(epoch from business_now() - min(unknown_since)) / 60), 0)::bigint
               from instant_transfer where unknown_since is not null) as "transferUnknownMinutes",
            (select count(distinct transfer_id) from instant_contradiction) as "transfersContradicted",
            (select count(*) from division d where ${withoutDuty}) as "townshipsWithoutDuty",
            (select case when days > 1 then days else 0 end
               from (select (business_now() at time zone 'Asia/Shanghai')::date
                            - coalesce((select max(day) from daily_root), (select min(opened_at at time zone 'Asia/Shanghai')::date from case_file)) as days) since
            ) as "daysWithoutRoot"`,
  );
  return rows[0]!;
}
