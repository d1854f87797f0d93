import type { Doer, Particulars } from '../../domain/case/events.ts';
import { traceparentNow } from '../../tracing/spans.ts';
import { releaseHold } from '../fund/postings.ts';
import type { Tx } from '../pool.ts';

/** A command as stored: what the workflow is told in `payload`, the whole content sealed. */
export interface StoredCommand {
  readonly commandId: string;
  readonly actor: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly kind: string;
  readonly caseId: string | undefined;
  readonly taskId: string | undefined;
  readonly division: string;
  readonly payload: DecisionPayload;
  readonly contentHash: string;
  readonly receipt: { readonly commandId: string; readonly seq: number; readonly at: string } | undefined;
  readonly refusal: { readonly code: string } | undefined;
}

/** What of a decision is told to the workflow, besides who decides. */
export interface DecisionPayload {
  readonly doer?: Doer;
  readonly outcome?: string;
  readonly taskVersion?: number;
  readonly particulars?: Particulars;
  /** In whose trace it came in: sent again, it belongs to it still. */
  readonly traceparent?: string | undefined;
}

export interface NewCommand extends Omit<StoredCommand, 'receipt' | 'refusal'> {
  readonly sealed: string | undefined;
}

const columns = `command_id, actor, key, body_hash, kind, case_id, task_id, division, payload, content_hash, receipt, refusal`;

/** Stores a command, or finds the one stored before under the same actor and key. Two at once: one stores, the other finds. */
export async function storeCommand(tx: Tx, command: NewCommand): Promise<{ command: StoredCommand; isNew: boolean }> {
  const { rows } = await tx.query({
    name: 'store a command',
    text: `insert into command (command_id, actor, key, body_hash, kind, case_id, task_id, division, payload, sealed, content_hash, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, business_now())
     on conflict (actor, division, key) do nothing returning ${columns}`,
    values: [
      command.commandId,
      command.actor,
      command.key,
      command.bodyHash,
      command.kind,
      command.caseId ?? null,
      command.taskId ?? null,
      command.division,
      { ...command.payload, traceparent: traceparentNow() } satisfies DecisionPayload,
      command.sealed ?? null,
      command.contentHash,
    ],
  });
  if (rows[0]) return { command: toCommand(rows[0]), isNew: true };
  const known = await tx.query(`select ${columns} from command where actor = $1 and division = $2 and key = $3`, [
    command.actor,
    command.division,
    command.key,
  ]);
  return { command: toCommand(known.rows[0]), isNew: false };
}

/**
 * Stores a command that asks nobody anything: it is answered as it stands, and its key holds for what was sent with it.
 * Gives the one stored first.
 */
export async function storeAnsweredCommand(
  tx: Tx,
  command: Pick<StoredCommand, 'commandId' | 'actor' | 'division' | 'key' | 'kind' | 'bodyHash'>,
): Promise<StoredCommand> {
  const whole = { caseId: undefined, taskId: undefined, payload: {}, sealed: undefined, contentHash: command.bodyHash };
  const stored = await storeCommand(tx, { ...command, ...whole });
  if (stored.isNew)
    await tx.query(`update command set receipt = jsonb_build_object('commandId', command_id) where command_id = $1`, [
      command.commandId,
    ]);
  return stored.command;
}

/** The outcome of a command so far. */
export async function readCommand(tx: Tx, commandId: string): Promise<StoredCommand | undefined> {
  const { rows } = await tx.query(`select ${columns} from command where command_id = $1`, [commandId]);
  return rows[0] && toCommand(rows[0]);
}

/**
 * Writes a refusal, unless a receipt came meanwhile: a stored receipt beats any refusal. The text of a refused finding is
 * free again, and money set aside for it is the fund's, in the same breath.
 */
export async function storeRefusal(tx: Tx, commandId: string, code: string): Promise<void> {
  const { rows } = await tx.query(
    `with refused as (
       update command set refusal = jsonb_build_object('code', $2::text)
        where command_id = $1 and receipt is null and refusal is null returning command_id),
     freed as (delete from finding_text using refused where finding_text.command_id = refused.command_id)
     select command_id from refused`,
    [commandId, code],
  );
  if (rows.length > 0) await releaseHold(tx, commandId);
}

/** Decisions sent more than `seconds` ago (real time) and still without outcome: the oldest first, marked as sent again. */
export async function claimSilentCommands(tx: Tx, seconds: number, limit: number): Promise<StoredCommand[]> {
  const { rows } = await tx.query(
    `update command set sent_at = clock_timestamp(), attempts = attempts + 1
     where command_id in (
       select command_id from command
       where receipt is null and refusal is null and task_id is not null and sent_at < clock_timestamp() - make_interval(secs => $1)
       order by sent_at limit $2 for update skip locked)
     returning ${columns}`,
    [seconds, limit],
  );
  return rows.map(toCommand);
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toCommand(row: any): StoredCommand {
  return {
    commandId: row.command_id,
    actor: row.actor,
    key: row.key,
    bodyHash: row.body_hash,
    kind: row.kind,
    caseId: row.case_id ?? undefined,
    taskId: row.task_id ?? undefined,
    division: row.division,
    payload: row.payload,
    contentHash: row.content_hash,
    receipt: row.receipt ?? undefined,
    refusal: row.refusal ?? undefined,
  };
}
