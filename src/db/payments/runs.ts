import type { OfficerId } from '../../domain/case/ids.ts';
import { parseRunId, type Run, type RunId, type RunState, runIdOf } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';

/** Opens the run of a county and period, or finds the one there is: the same period twice is the same run. */
export async function openRun(tx: Tx, county: string, period: string, openedBy: string): Promise<RunId> {
  const runId = runIdOf(county, period);
  await tx.query(
    `insert into disbursement (disbursement_id, county, period, opened_by, opened_at)
     values ($1, $2, ($3 || '-01')::date, $4, business_now()) on conflict do nothing`,
    [runId, county, period, openedBy],
  );
  return runId;
}

/** Where a run stands, counted from its lines; undefined where there is none, or none that may be seen. */
export async function readRun(tx: Tx, runId: RunId): Promise<Run | undefined> {
  if (!parseRunId(runId)) return undefined;
  const { rows } = await tx.query<{ state: RunState; seq: number; signers: OfficerId[]; counts: Counts[] }>(
    `select d.state, d.seq,
            array(select s.officer from disbursement_signature s where s.disbursement_id = d.disbursement_id order by s.nth) as signers,
            (select coalesce(jsonb_agg(jsonb_build_object('status', c.status, 'lines', c.lines, 'fen', c.fen)), '[]')
               from (select status, count(*) as lines, sum(amount_fen)::bigint as fen
                       from payment_line where disbursement_id = d.disbursement_id group by status) c) as counts
       from disbursement d where d.disbursement_id = $1`,
    [runId],
  );
  const row = rows[0];
  if (!row) return undefined;
  const totalOf = (...statuses: readonly Counts['status'][]) =>
    row.counts
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { lines, fen }) => ({ lines: sum.lines + lines, fen: sum.fen + fen }), { lines: 0, fen: 0 });
  return {
    runId,
    seq: row.seq,
    state: row.state,
    planned: totalOf('planned', 'held', 'ordered', 'paid', 'returned'),
    held: totalOf('held'),
    toPay: totalOf('planned', 'ordered', 'paid', 'returned'),
    paid: totalOf('paid'),
    returned: totalOf('returned'),
    signers: row.signers,
  };
}

interface Counts {
  readonly status: 'planned' | 'held' | 'ordered' | 'paid' | 'returned';
  readonly lines: number;
  readonly fen: number;
}

/** The run, which the caller knows to be there. */
export async function runOf(tx: Tx, runId: RunId): Promise<Run> {
  const run = await readRun(tx, runId);
  if (!run) throw new Error('A run was named that was never opened');
  return run;
}

export async function setRunState(tx: Tx, runId: RunId, state: RunState): Promise<void> {
  await tx.query('update disbursement set state = $2 where disbursement_id = $1', [runId, state]);
}

/** Runs that are not closed, oldest first: each has a workflow, or is to have one. */
export async function unfinishedRuns(tx: Tx): Promise<RunId[]> {
  const { rows } = await tx.query<{ disbursement_id: RunId }>(
    `select disbursement_id from disbursement where state <> 'closed' order by opened_at`,
  );
  return rows.map((row) => row.disbursement_id);
}

/** Commands about runs sent more than `seconds` ago (real time) and still without outcome, marked as sent again. */
export async function claimSilentRunCommands(tx: Tx, kinds: readonly string[], seconds: number): Promise<string[]> {
  const { rows } = await tx.query<{ command_id: string }>(
    `update command set sent_at = clock_timestamp(), attempts = attempts + 1
      where command_id in (
        select command_id from command
         where receipt is null and refusal is null and kind = any($1) and sent_at < clock_timestamp() - make_interval(secs => $2)
         order by sent_at limit 100 for update skip locked)
     returning command_id`,
    [kinds, seconds],
  );
  return rows.map((row) => row.command_id);
}
