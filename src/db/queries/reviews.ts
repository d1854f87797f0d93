import type {
  ReviewLine,
  Reviews,
  ReviewsWish,
  TownshipReviews,
  VillageReviews,
} from '../../contracts/http/reviews.ts';
import type { Tx } from '../pool.ts';
import { cursorOf, readCursor } from './cursor.ts';

/**
 * A case in benefit that no review would ever call up: no review clock runs, none is open, no look at the family is under
 * way. What changed less than half a minute ago is under way and not counted. To be used on case_file as `f`.
 */
export const withoutReview = `f.stage = 'benefit' and f.ended_as is null and f.state->'look' is null
  and f.changed_at < business_now() - interval '30 seconds'
  and not exists (select from clock r where r.case_id = f.case_id and r.kind = 'review' and r.status = 'running')
  and not exists (select from task t where t.case_id = f.case_id and t.kind = 'periodicReview' and t.status = 'open')`;

/** The review of each family in benefit, as of now. `escalated`: the township has not made up for it in its time, either. */
const review = `
  select f.case_id, f.case_number, f.township, a.village, c.due_on, c.due_at,
         case when c.passed_at is not null or c.due_at <= t.now then 'late'
              when c.warned_at is not null or c.warn_at <= t.now then 'begun'
              else 'running' end as status,
         greatest(((t.now at time zone 'Asia/Shanghai')::date - c.due_on), 0) as days_late,
         exists (select from clock o where o.case_id = c.case_id and o.kind = 'reviewOverdue'
                  and o.status in ('running', 'passed') and (o.passed_at is not null or o.due_at <= t.now)) as escalated
    from clock c join case_file f using (case_id) join application a using (case_id) cross join (select business_now() as now) t
   where c.kind = 'review' and c.status in ('running', 'passed') and f.stage = 'benefit' and f.ended_as is null`;

/** How the reviews of each township stand, of one township by village, and of one status the families, due first. */
export async function readReviews(tx: Tx, wish: ReviewsWish): Promise<Reviews> {
  const townships = await countReviews(tx, wish.township);
  const villages = wish.township === undefined ? [] : await countVillages(tx, wish.township);
  return { townships, villages, ...(wish.status ? await readReviewLines(tx, wish) : { items: [], next: null }) };
}

/** Every family in benefit once, with how its review stands. */
const each = `select township, village, status, escalated from (${review}) review
  union all select f.township, a.village, 'none', false from case_file f join application a using (case_id) where ${withoutReview}`;

const counts = `
  count(*) filter (where status = 'running') as running, count(*) filter (where status = 'begun') as begun,
  count(*) filter (where status = 'late') as late, count(*) filter (where escalated) as escalated,
  count(*) filter (where status = 'none') as "withoutReview"`;

async function countVillages(tx: Tx, township: string): Promise<VillageReviews[]> {
  const { rows } = await tx.query<VillageReviews>(
    `select village, d.name, ${counts}
       from (${each}) each left join division d on d.code = village
      where township = $1 group by village, d.name order by village nulls last`,
    [township],
  );
  return rows;
}

async function countReviews(tx: Tx, township: string | undefined): Promise<TownshipReviews[]> {
  const { rows } = await tx.query<TownshipReviews>(
    `select township, coalesce(d.name, township) as name, ${counts}
       from (${each}) each
       left join division d on d.code = township
      where $1::text is null or township = $1
      group by township, d.name order by township`,
    [township ?? null],
  );
  return rows;
}

async function readReviewLines(
  tx: Tx,
  { status, township, village, cursor, limit }: ReviewsWish,
): Promise<Pick<Reviews, 'items' | 'next'>> {
  const after = readCursor(cursor, 2);
  const { rows } = await tx.query(
    `select r.*, r.due_at::text as due, t.task_id, t.role, t.claimed_by
       from (${review}) r
       left join task t on t.case_id = r.case_id and t.kind = 'periodicReview' and t.status = 'open'
      where r.status = $1 and ($2::text is null or r.township = $2)
        and ($3::text is null or (r.due_at, r.case_id) > ($3::timestamptz, $4::uuid))
        and ($6::text is null or r.village = $6)
      order by r.due_at, r.case_id limit $5`,
    [status, township ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1, village ?? null],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toLine), next: rows.length > limit && last ? cursorOf([last.due, last.case_id]) : null };
}

/** Numbers of the cases that no review would ever call up, the oldest first. */
export async function casesWithoutReview(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ case_number: string }>(
    `select f.case_number from case_file f where ${withoutReview} order by f.changed_at, f.case_id`,
  );
  return rows.map(({ case_number }) => case_number);
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toLine(row: any): ReviewLine {
  return {
    caseId: row.case_id,
    caseNumber: row.case_number,
    township: row.township,
    village: row.village,
    status: row.status,
    dueOn: row.due_on,
    daysLate: row.days_late,
    escalated: row.escalated,
    taskId: row.task_id,
    role: row.role,
    claimedBy: row.claimed_by,
  };
}
