import type { QuarantineReason } from '../../contracts/paymentReasons.ts';
import { reasonsToBe, returnReasonOf } from '../../contracts/returnReasons.ts';
import type { SaidLine, SaidReport } from '../../domain/payments/report.ts';
import type { Run, RunId } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';
import { sayReturned } from './blocked.ts';
import { settleFile } from './files.ts';
import { appendRunEvent, lockRun } from './journal.ts';
import { postLines } from './ledger.ts';
import { runOf } from './runs.ts';

/**
 * Posts one stored report: what is new and certain goes to the lines and the ledger, everything else into quarantine,
 * and nothing is guessed. What a line was first settled as stands. All of it in one transaction, and once per file.
 */
export async function postReport(tx: Tx, runId: RunId, fileId: string, report: SaidReport): Promise<void> {
  await lockRun(tx, runId);
  const { rowCount } = await tx.query('select from bank_file where file_id = $1 and settled_at is null', [fileId]);
  if (rowCount === 0) return;
  const run = await runOf(tx, runId);
  if (differs(report, run)) {
    await quarantineFile(tx, fileId, runId, 'totalsDiffer', { ...report.original, ofAll: report.ofAll ?? null });
    return;
  }
  if (report.ofAll?.reason && returnReasonOf(report.ofAll.reason).remedy === 'reconcile') {
    await quarantineFile(tx, fileId, runId, 'calledDuplicate', report.ofAll);
    return;
  }
  const lines = report.ofAll ? await saidOfAll(tx, runId, report.ofAll) : report.lines;
  const settled = await settleLines(tx, runId, fileId, lines, run.state === 'closed');
  for (const posting of ['paid', 'returned'] as const) {
    const lineIds = settled.filter(({ status }) => status === posting).map(({ lineId }) => lineId);
    if (lineIds.length > 0) await postLines(tx, runId, posting, lineIds);
  }
  const forTheTownship = settled.filter(
    ({ status, reason }) => status === 'returned' && returnReasonOf(reason).remedy !== 'payAgain',
  );
  await sayReturned(
    tx,
    runId,
    forTheTownship.map(({ lineId }) => lineId),
  );
  await settleFile(tx, fileId);
  const { paid, returned } = await runOf(tx, runId);
  await appendRunEvent(tx, {
    runId,
    type: 'reportPosted',
    actor: 'bank',
    data: { fileId, lines: settled.length, paid, returned },
    key: `file:${fileId}`,
  });
}

/** Sets a whole file aside: nothing of it is posted. With `runId`, the caller holds the run's lock. */
export async function quarantineFile(
  tx: Tx,
  fileId: string,
  runId: RunId | undefined,
  reason: QuarantineReason,
  said: object,
): Promise<void> {
  await tx.query(
    `insert into payment_quarantine (county, disbursement_id, file_id, reason, said, at)
     select county, disbursement_id, file_id, $2, $3, business_now() from bank_file where file_id = $1`,
    [fileId, reason, said],
  );
  await settleFile(tx, fileId);
  if (runId)
    await appendRunEvent(tx, {
      runId,
      type: 'reportPosted',
      actor: 'bank',
      data: { fileId, quarantined: reason },
      key: `file:${fileId}`,
    });
}

function differs({ original }: SaidReport, { toPay }: Run): boolean {
  return (original.count ?? toPay.lines) !== toPay.lines || (original.totalFen ?? toPay.fen) !== toPay.fen;
}

async function saidOfAll(
  tx: Tx,
  runId: RunId,
  word: { readonly said: 'paid' | 'returned'; readonly reason?: string },
): Promise<SaidLine[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select end_to_end_id as id from payment_line where disbursement_id = $1 and status = 'ordered'`,
    [runId],
  );
  return rows.map(({ id }) => ({ endToEndId: id, ...word }));
}

/**
 * One statement: judges each line said against the line as it stands, settles what is certain, sets the rest aside. A
 * line that the bank refuses as a payment it has already may be paid: taken for returned, it would be paid again.
 */
async function settleLines(tx: Tx, runId: RunId, fileId: string, lines: readonly SaidLine[], closed: boolean) {
  const { rows } = await tx.query<{ line_id: number; status: 'paid' | 'returned'; reason: string | null }>(
    `with said as (
       select * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as s(end_to_end_id, status, reason, amount_fen)
     ), judged as materialized (
       select s.*, l.line_id, l.month,
              case when l.line_id is null or l.status in ('planned', 'held') then 'unknownLine'
                   when s.amount_fen <> l.amount_fen then 'wrongAmount'
                   when l.status = s.status then 'duplicate'
                   when l.status in ('paid', 'returned') then case when $7 then 'late' else 'contradictory' end
                   when s.status = 'returned' and s.reason = any($8) then 'calledDuplicate'
              end as aside
         from said s left join payment_line l on l.disbursement_id = $1 and l.end_to_end_id = s.end_to_end_id
     ), set_aside as (
       insert into payment_quarantine (county, disbursement_id, file_id, end_to_end_id, reason, said, at)
       select d.county, d.disbursement_id, $6, j.end_to_end_id, j.aside,
              jsonb_strip_nulls(jsonb_build_object('status', j.status, 'reason', j.reason, 'amountFen', j.amount_fen)), business_now()
         from judged j join disbursement d on d.disbursement_id = $1 where j.aside is not null
     )
     update payment_line l
        set status = j.status, reason = case j.status when 'returned' then coalesce(j.reason, 'MS03') end, settled_at = business_now()
       from judged j
      where j.aside is null and l.line_id = j.line_id and l.month = j.month
     returning l.line_id, l.status, l.reason`,
    [
      runId,
      lines.map((line) => line.endToEndId),
      lines.map((line) => line.said),
      lines.map((line) => line.reason ?? null),
      lines.map((line) => line.amountFen ?? null),
      fileId,
      closed,
      reasonsToBe('reconcile'),
    ],
  );
  return rows.map(({ line_id, status, reason }) => ({ lineId: line_id, status, reason: reason ?? undefined }));
}
