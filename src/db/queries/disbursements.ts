import type { PaymentLine, RunDetail, RunLine } from '../../contracts/http/disbursements.ts';
import { lineReasonTitle, type QuarantineReason, quarantineReasons } from '../../contracts/paymentReasons.ts';
import type { Run, RunId } from '../../domain/payments/run.ts';
import { readRun } from '../payments/runs.ts';
import type { Tx } from '../pool.ts';
import { cursorOf, readCursor } from './cursor.ts';

interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** The runs that may be seen from here, newest period first. */
export async function readRuns(
  tx: Tx,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<RunLine>> {
  const after = readCursor(cursor, 2);
  const { rows } = await tx.query(
    `select ${runColumns} where $1::text is null or (d.period, d.disbursement_id) < ($1::date, $2)
      order by d.period desc, d.disbursement_id desc limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items: RunLine[] = [];
  for (const row of page) {
    const run = await readRun(tx, row.disbursement_id);
    if (run) items.push(toRunLine(row, run));
  }
  return { items, next: rows.length > limit && last ? cursorOf([last.period_start, last.disbursement_id]) : null };
}

/** One run with all that is looked at before it is signed or closed; undefined where it is not to be seen from here. */
export async function readRunDetail(tx: Tx, runId: RunId): Promise<(RunDetail & { readonly seq: number }) | undefined> {
  const run = await readRun(tx, runId);
  const { rows } = await tx.query(`select ${runColumns} where d.disbursement_id = $1`, [runId]);
  if (!run || !rows[0]) return undefined;
  const signatures = await tx.query(
    'select nth, officer, total_fen, at from disbursement_signature where disbursement_id = $1 order by nth',
    [runId],
  );
  const files = await tx.query(
    'select kind, name, direction, sha256, size_bytes, stored_at from bank_file where disbursement_id = $1 order by stored_at, name',
    [runId],
  );
  const quarantined = await tx.query(
    `select q.end_to_end_id, q.reason, q.said, f.name, q.at from payment_quarantine q join bank_file f using (file_id)
      where q.disbursement_id = $1 order by q.quarantine_id desc limit 200`,
    [runId],
  );
  return {
    ...toRunLine(rows[0], run),
    seq: run.seq,
    control: rows[0].control,
    signatures: signatures.rows.map(({ nth, officer, total_fen, at }) => ({
      nth,
      officer,
      totalFen: total_fen,
      at: at.toISOString(),
    })),
    files: files.rows.map(({ kind, name, direction, sha256, size_bytes, stored_at }) => ({
      kind,
      name,
      direction,
      sha256,
      sizeBytes: size_bytes,
      storedAt: stored_at.toISOString(),
    })),
    quarantined: quarantined.rows.map(({ end_to_end_id, reason, said, name, at }) => ({
      endToEndId: end_to_end_id,
      reason,
      title: quarantineReasons[reason as QuarantineReason],
      said,
      file: name,
      at: at.toISOString(),
    })),
  };
}

export interface LinesWish {
  readonly status?: PaymentLine['status'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The lines of a run in their order; with status `held`, the hold list. */
export async function readLines(
  tx: Tx,
  runId: RunId,
  { status, cursor, limit }: LinesWish,
): Promise<Page<PaymentLine>> {
  const after = readCursor(cursor, 1);
  const { rows } = await tx.query(
    `select l.line_id, l.end_to_end_id, l.case_id, a.case_number, l.division, l.component, to_char(l.month, 'YYYY-MM') as month, l.part,
            l.amount_fen, l.status, l.reason, l.settled_at
       from payment_line l join application a using (case_id)
      where l.disbursement_id = $1 and ($2::text is null or l.status = $2) and ($3::bigint is null or l.line_id > $3)
      order by l.line_id limit $4`,
    [runId, status ?? null, after?.[0] ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      endToEndId: row.end_to_end_id,
      caseId: row.case_id,
      caseNumber: row.case_number,
      township: row.division,
      component: row.component,
      month: row.month,
      part: row.part,
      amountFen: row.amount_fen,
      status: row.status,
      reason: row.reason,
      reasonTitle: lineReasonTitle(row.reason),
      settledAt: row.settled_at?.toISOString() ?? null,
    })),
    next: rows.length > limit && last ? cursorOf([String(last.line_id)]) : null,
  };
}

const runColumns = `
  d.disbursement_id, d.county, to_char(d.period, 'YYYY-MM') as period, d.period as period_start, d.opened_by, d.opened_at, d.prepared_at,
  d.handed_over_at, d.closed_at, d.control from disbursement d`;

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toRunLine(row: any, { state, planned, held, toPay, paid, returned }: Run): RunLine {
  return {
    disbursementId: row.disbursement_id,
    county: row.county,
    period: row.period,
    state,
    planned,
    held,
    toPay,
    paid,
    returned,
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    preparedAt: row.prepared_at?.toISOString() ?? null,
    handedOverAt: row.handed_over_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
