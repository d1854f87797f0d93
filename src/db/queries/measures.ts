import type { Tx } from '../pool.ts';

/** How long, in seconds of business time, the oldest of each kind has waited; 0 where none waits. */
export interface Ages {
  /** A task on a worklist. */
  readonly task: number;
  /** The same, since it was due. */
  readonly overdueTask: number;
  /** A task of an emergency. */
  readonly urgentTask: number;
  readonly command: number;
  readonly fact: number;
  /** A call to an outside system whose hour has come. */
  readonly call: number;
  /** A message of which the gateway has not said what became of it. */
  readonly receipt: number;
  /** A run of payments that is not closed. */
  readonly run: number;
  /** A payment file that the bank has and has not reported on. */
  readonly bankReport: number;
}

export async function readAges(tx: Tx): Promise<Ages> {
  const since = (moment: string) =>
    `greatest(0, coalesce(extract(epoch from business_now() - min(${moment})), 0))::float8`;
  const { rows } = await tx.query<Ages>(
    `select (select ${since('opened_at')} from task where status = 'open' and not standing) as task,
            (select ${since('due_at')} from task where status = 'open' and not standing and due_at < business_now()) as "overdueTask",
            (select ${since('opened_at')} from task where status = 'open' and not standing and urgent) as "urgentTask",
            (select ${since('created_at')} from command where receipt is null and refusal is null) as command,
            (select ${since('received_at')} from fact where consumed_at is null) as fact,
            (select ${since('coalesce(not_before, created_at)')} from outbox
               where done_at is null and (not_before is null or not_before <= business_now())) as call,
            (select ${since('sent_at')} from message where status = 'sent') as receipt,
            (select ${since('opened_at')} from disbursement where state <> 'closed') as run,
            (select ${since('handed_over_at')} from disbursement
               where state = 'handedOver' and coalesce(paid_lines, 0) + coalesce(returned_lines, 0) < to_pay_lines) as "bankReport"`,
  );
  return rows[0]!;
}

/** Statutory periods that end within a day, and those that have passed. */
export async function readClocksByKind(
  tx: Tx,
): Promise<{ readonly kind: string; readonly stands: 'dueWithinDay' | 'late'; readonly count: number }[]> {
  const { rows } = await tx.query(
    `select kind, case when status = 'passed' then 'late' else 'dueWithinDay' end as stands, count(*) as count from clock
     where status = 'passed' or status = 'running' and due_at < business_now() + interval '1 day' group by 1, 2`,
  );
  return rows;
}

/** What outside systems have been asked and have not answered. */
export async function readAwaitedFacts(tx: Tx): Promise<{ readonly name: string; readonly oldestSeconds: number }[]> {
  const { rows } = await tx.query(
    `select name, greatest(0, extract(epoch from business_now() - min(since)))::float8 as "oldestSeconds"
     from expected_fact group by name`,
  );
  return rows;
}

/** Payment runs that are not closed. */
export async function readOpenRuns(tx: Tx): Promise<{ readonly state: string; readonly count: number }[]> {
  const { rows } = await tx.query(
    `select state, count(*) as count from disbursement where state <> 'closed' group by state`,
  );
  return rows;
}
