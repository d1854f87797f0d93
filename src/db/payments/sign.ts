import type { Doer } from '../../domain/case/events.ts';
import { type Outcome, ok, refuse } from '../../domain/outcome.ts';
import {
  closingRefusal,
  type Run,
  type RunId,
  type RunRefusal,
  signatureRefusal,
  type Total,
} from '../../domain/payments/run.ts';
import { readCommand } from '../inbox/commands.ts';
import { writeReceipt } from '../inbox/receipts.ts';
import type { Tx, WriteTx } from '../pool.ts';
import { appendRunEvent, hasRunKey, lockRun } from './journal.ts';
import { sayOverpaid } from './overpaid.ts';
import { runOf } from './runs.ts';

/** A finance officer's stored command about a run, as it was given. */
export interface RunCommand {
  readonly commandId: string;
  readonly doer: Doer;
  readonly totalFen: number;
}

/** Reads a run's command; throws where it is not one: only a stored command is ever sent. */
export async function readRunCommand(tx: Tx, commandId: string): Promise<RunCommand> {
  const command = await readCommand(tx, commandId);
  const { doer, particulars } = command?.payload ?? {};
  if (!doer) throw new Error('A command was sent to a run that is not stored');
  return { commandId, doer, totalFen: Number(particulars?.totalFen ?? 0) };
}

/**
 * One signature under a run, and the receipt of the command that brought it, in the run's own transaction. The same
 * command again changes nothing. What is refused here would be refused by the table's constraints too.
 */
export async function signRun(
  tx: WriteTx,
  runId: RunId,
  { commandId, doer, totalFen }: RunCommand,
): Promise<Outcome<Run, RunRefusal>> {
  await lockRun(tx, runId);
  const run = await runOf(tx, runId);
  if (await hasRunKey(tx, runId, `command:${commandId}`)) return ok(run);
  const refusal = signatureRefusal(run, doer, totalFen);
  if (refusal) return refuse(refusal);
  const nth = run.signers.length + 1;
  await tx.query(
    `insert into disbursement_signature (disbursement_id, county, nth, officer, role, division, total_fen, command_id, at)
     select disbursement_id, county, $2, $3, $4, $5, $6, $7, business_now() from disbursement where disbursement_id = $1`,
    [runId, nth, doer.officer, doer.role, doer.division, totalFen, commandId],
  );
  if (nth === 2) await tx.query(`update disbursement set state = 'signed' where disbursement_id = $1`, [runId]);
  const { officer: actor, role, division } = doer;
  const stored = await appendRunEvent(tx, {
    runId,
    type: 'signed',
    actor,
    data: { nth, role, division, totalFen, commandId },
    key: `command:${commandId}`,
  });
  writeReceipt(tx, `command:${commandId}`, stored);
  return ok(await runOf(tx, runId));
}

/** Closes a run (结算): refused while paid + held + returned differs from planned; the table refuses it as well. */
export async function closeRun(
  tx: WriteTx,
  runId: RunId,
  { commandId, doer }: RunCommand,
): Promise<Outcome<Run, RunRefusal>> {
  await lockRun(tx, runId);
  const run = await runOf(tx, runId);
  if (await hasRunKey(tx, runId, `command:${commandId}`)) return ok(run);
  const refusal = closingRefusal(run, doer);
  if (refusal) return refuse(refusal);
  const { planned, held, paid, returned } = run;
  await tx.query(
    `update disbursement set state = 'closed', closed_at = business_now(), paid_lines = $2, paid_fen = $3, returned_lines = $4, returned_fen = $5
      where disbursement_id = $1`,
    [runId, paid.lines, paid.fen, returned.lines, returned.fen],
  );
  await sayOverpaid(tx, { county: runId.slice(0, 12) });
  const { officer: actor, role, division } = doer;
  const stored = await appendRunEvent(tx, {
    runId,
    type: 'closed',
    actor,
    data: { role, division, planned, held, paid, returned, commandId },
    key: `command:${commandId}`,
  });
  writeReceipt(tx, `command:${commandId}`, stored);
  return ok(await runOf(tx, runId));
}

/** What was signed for: lines and total of the run as both signatures name them. */
export async function signedFor(tx: Tx, runId: RunId): Promise<Total> {
  const { rows } = await tx.query<Total>(
    `select d.to_pay_lines as lines, s.total_fen as fen
       from disbursement d join disbursement_signature s using (disbursement_id) where d.disbursement_id = $1 and s.nth = 2`,
    [runId],
  );
  return rows[0] ?? { lines: 0, fen: 0 };
}
