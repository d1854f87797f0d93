import { readCommand, type StoredCommand, storeCommand, storeRefusal } from '../db/inbox/commands.ts';
import { readRun } from '../db/payments/runs.ts';
import { inDivision, type Pool } from '../db/pool.ts';
import type { Doer } from '../domain/case/events.ts';
import { closingRefusal, parseRunId, type RunId, signatureRefusal } from '../domain/payments/run.ts';
import { type Decided, outcomeOf } from './decideTask.ts';
import type { RunClient, RunCommandKind } from './runClient.ts';

/** A finance officer's command about a run, as it came in. `totalFen`: the total on the screen; 0 for a closing. */
export interface RunOrder {
  readonly kind: RunCommandKind;
  readonly runId: RunId;
  readonly commandId: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly contentHash: string;
  readonly doer: Doer;
  readonly totalFen: number;
}

export interface RunDeps {
  readonly pool: Pool;
  readonly runs: RunClient;
}

/**
 * Stores a command about a run, sends it, and answers from PostgreSQL, by the rules of every decision: same key, same
 * answer; same key with another body is refused; a stored receipt beats any refusal; a foreign run is like a missing one.
 */
export async function orderRun(deps: RunDeps, order: RunOrder): Promise<Decided> {
  const { kind, runId, commandId, key, bodyHash, contentHash, doer, totalFen } = order;
  const { command, refused } = await inDivision(deps.pool, doer.division, async (tx) => {
    const run = await readRun(tx, runId);
    if (!run) return { command: undefined, refused: undefined };
    const stored = await storeCommand(tx, {
      commandId,
      actor: doer.officer,
      key,
      bodyHash,
      kind,
      caseId: undefined,
      taskId: undefined,
      division: doer.division,
      payload: { doer, outcome: kind, particulars: { disbursement: runId, totalFen } },
      sealed: undefined,
      contentHash,
    });
    if (!stored.isNew) return { command: stored.command, refused: undefined };
    const refusal = kind === 'signDisbursement' ? signatureRefusal(run, doer, totalFen) : closingRefusal(run, doer);
    return { command: stored.command, refused: refusal };
  });

  if (!command) return { kind: 'refused', code: 'notFound' };
  if (command.bodyHash !== bodyHash) return { kind: 'refused', code: 'idempotencyKeyReused' };
  if (refused) await inDivision(deps.pool, doer.division, (tx) => storeRefusal(tx, command.commandId, refused));
  return outcomeOf(refused ? { ...command, refusal: { code: refused } } : command) ?? sendRunCommand(deps, command);
}

/** Sends a stored command. Safe to call any number of times. */
export async function sendRunCommand(deps: RunDeps, command: StoredCommand): Promise<Decided> {
  const { doer, particulars } = command.payload;
  const run = parseRunId(String(particulars?.disbursement));
  if (!doer || !run) throw new Error('A stored command about a run is incomplete');
  const tip = (await inDivision(deps.pool, doer.division, (tx) => readRun(tx, run.runId)))?.seq ?? 0;
  const message = { commandId: command.commandId, doer, totalFen: Number(particulars?.totalFen), tip };
  const sent = await deps.runs.send(command.kind as RunCommandKind, run.runId, message);
  if (sent.kind === 'receipt') return sent;
  const stored = await inDivision(deps.pool, doer.division, (tx) => readCommand(tx, command.commandId));
  const known = stored && outcomeOf(stored);
  if (known) return known;
  if (sent.kind === 'unknown') return { kind: 'pending', commandId: command.commandId };
  await inDivision(deps.pool, doer.division, (tx) => storeRefusal(tx, command.commandId, sent.code));
  return sent;
}
