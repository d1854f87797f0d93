import { storeAnsweredCommand } from '../db/inbox/commands.ts';
import { type File, readFile } from '../db/keeping/files.ts';
import { appendListEvent, lockKeeping } from '../db/keeping/journal.ts';
import { holdFile, takeOff } from '../db/keeping/lists.ts';
import { inDivision, type Pool, type Tx } from '../db/pool.ts';
import { holdRefusal, type ListId } from '../domain/keeping/list.ts';
import type { TakenOffFor } from '../domain/keeping/words.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import type { PolicySource } from '../policy/source.ts';
import { propose, stepOn } from './destructionLists.ts';
import {
  type KeepingCommand,
  type KeepingOrder,
  type KeepingRefusal,
  type Law,
  lawOf,
  Refused,
} from './keepingOrders.ts';

export interface KeepingDeps {
  /** Connects as doudi_api. */
  readonly pool: Pool;
  readonly policy: PolicySource;
}

/** Carries out an order once, however often it is sent, in one transaction. A refused one leaves nothing. */
export async function orderKeeping(
  { pool, policy }: KeepingDeps,
  command: KeepingCommand,
  order: KeepingOrder,
): Promise<Outcome<ListId | undefined, KeepingRefusal>> {
  const { commandId, key, bodyHash, officer: actor, division } = command;
  try {
    return await inDivision(pool, division, async (tx) => {
      const stored = await storeAnsweredCommand(tx, { commandId, actor, division, key, kind: 'keeping', bodyHash });
      if (stored.bodyHash !== bodyHash) throw new Refused({ code: 'idempotencyKeyReused' });
      if (stored.commandId !== commandId) return ok(await listOf(tx, stored.commandId));
      const law = await lawOf(tx, policy);
      switch (order.kind) {
        case 'propose':
          return ok(await propose(tx, law, command, order.caseIds));
        case 'keepOn':
          return ok(await keepOn(tx, law, command, order));
        default:
          return ok(await stepOn(tx, law, command, order));
      }
    });
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

/** 延期保存. A file that is on a list comes off it in the same breath, as long as nothing of it is destroyed. */
async function keepOn(
  tx: Tx,
  law: Law,
  { commandId, officer, role }: KeepingCommand,
  { caseId, reason, until }: Extract<KeepingOrder, { kind: 'keepOn' }>,
): Promise<undefined> {
  const seen = await readFile(tx, caseId);
  if (!seen) throw new Refused({ code: 'notFound' });
  await lockKeeping(tx, seen.county);
  const file = (await readFile(tx, caseId))!;
  if (file.destroyed) throw new Refused({ code: 'caseDestroyed' });
  const refused = holdRefusal(file, { until, today: law.today, role });
  if (refused) throw new Refused({ code: refused });
  await holdFile(tx, file, { reason, until, by: officer });
  if (file.listId) await comesOff(tx, file, officer, 'onHold', `command:${commandId}`);
  return undefined;
}

async function comesOff(tx: Tx, { caseId, listId }: File, by: string, why: TakenOffFor, key: string): Promise<void> {
  const list = listId as ListId;
  if (!(await takeOff(tx, list, { caseId, by, why }))) throw new Error('A file was taken off a list it is not on');
  await appendListEvent(tx, { listId: list, actor: by, event: { type: 'takenOff', caseId, why }, key });
}

/** Which list a command was about that was carried out before. */
async function listOf(tx: Tx, commandId: string): Promise<ListId | undefined> {
  const { rows } = await tx.query<{ list_id: ListId }>('select list_id from destruction_event where key = $1', [
    `command:${commandId}`,
  ]);
  return rows[0]?.list_id;
}
