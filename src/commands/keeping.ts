import { readBusinessClock } from '../db/businessClock.ts';
import { storeAnsweredCommand } from '../db/inbox/commands.ts';
import { type File, readFile } from '../db/keeping/files.ts';
import { appendListEvent, lockKeeping } from '../db/keeping/journal.ts';
import {
  approve,
  filesLeft,
  holdFile,
  type List,
  moveOn,
  openList,
  readListNow,
  supervise,
  takeOff,
} from '../db/keeping/lists.ts';
import { inDivision, type Pool, type Tx } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId, DivisionCode } from '../domain/case/ids.ts';
import type { Role } from '../domain/case/roles.ts';
import {
  approvalRefusal,
  type ListId,
  type ListRefusal,
  supervisionRefusal,
  withdrawalRefusal,
} from '../domain/keeping/list.ts';
import type { HoldReason, KeptBy, TakenOffFor } from '../domain/keeping/words.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type PolicyLookup, policyLookup } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';
import { filesDue } from './filesDue.ts';

/** Who orders something about the keeping of files, under which key. */
export interface KeepingCommand {
  readonly commandId: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly officer: string;
  readonly role: Role;
  readonly division: string;
}

export type KeepingOrder =
  | { readonly kind: 'propose'; readonly caseIds?: readonly string[] | undefined }
  | { readonly kind: 'keepOn'; readonly caseId: CaseId; readonly reason: HoldReason; readonly until: string }
  | { readonly kind: 'approve' | 'supervise'; readonly listId: ListId; readonly files: number }
  | { readonly kind: 'withdraw'; readonly listId: ListId };

/** `files`: which of those named is kept, and by what. */
export interface KeepingRefusal {
  readonly code: ListRefusal | 'notFound' | 'policyMissing' | 'idempotencyKeyReused';
  readonly files?: readonly { readonly caseNumber: string; readonly keptBy: readonly KeptBy[] }[];
}

export interface KeepingDeps {
  /** Connects as doudi_api. */
  readonly pool: Pool;
  readonly policy: PolicySource;
}

/** At most so many files on a list: what two people can still compare with their shelves. */
export const filesOnAList = 500;

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

/** What policy says of keeping, in a county, today. */
interface Law {
  readonly policy: PolicySource;
  readonly today: string;
  in(division: string): PolicyLookup;
}

async function lawOf(tx: Tx, policy: PolicySource): Promise<Law> {
  const { book } = await policy.read(tx);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  return { policy, today, in: (division) => policyLookup(book, division as DivisionCode, today, today) };
}

function inForce<K extends 'archive.yearsAfterStop' | 'archive.supervisors'>(law: PolicyLookup, key: K) {
  const found = law(key);
  if (!found.ok) throw new Refused({ code: 'policyMissing' });
  return found.value;
}

/** All ended files whose time is over and which nothing keeps; or those named, where nothing keeps any of them. */
async function propose(
  tx: Tx,
  law: Law,
  { commandId, officer, division }: KeepingCommand,
  caseIds?: readonly string[],
) {
  const county = division; // a county officer's own
  await lockKeeping(tx, county);
  const { ground } = inForce(law.in(county), 'archive.yearsAfterStop');
  const due = await filesDue(tx, law.policy, { county, caseIds });
  const kept = due.filter(({ keptBy }) => keptBy.length > 0);
  if (caseIds && (kept.length > 0 || due.length < new Set(caseIds).size))
    throw new Refused({ code: 'fileIsKept', files: kept });
  const files = due.filter(({ keptBy }) => keptBy.length === 0).slice(0, filesOnAList);
  if (files.length === 0) throw new Refused({ code: 'nothingToDestroy' });
  const listId = await openList(tx, { county, ground, by: officer, today: law.today }, files);
  const items = files.map(({ caseId, caseNumber, endedOn, until }) => ({
    caseId,
    caseNumber,
    endedOn: endedOn!,
    keepUntil: until,
  }));
  const event = { type: 'proposed' as const, ground, files: items };
  await appendListEvent(tx, { listId, actor: officer, event, key: `command:${commandId}` });
  return listId;
}

/** 延期保存. A file that is on a list comes off it in the same breath, as long as nothing of it is destroyed. */
async function keepOn(
  tx: Tx,
  law: Law,
  { commandId, officer }: KeepingCommand,
  { caseId, reason, until }: Extract<KeepingOrder, { kind: 'keepOn' }>,
): Promise<undefined> {
  const seen = await readFile(tx, caseId);
  if (!seen) throw new Refused({ code: 'notFound' });
  await lockKeeping(tx, seen.county);
  const file = (await readFile(tx, caseId))!;
  if (file.destroyed) throw new Refused({ code: 'caseDestroyed' });
  if (until <= law.today) throw new Refused({ code: 'holdInThePast' });
  await holdFile(tx, file, { reason, until, by: officer });
  if (file.listId) await comesOff(tx, file, officer, 'onHold', `command:${commandId}`);
  return undefined;
}

async function comesOff(tx: Tx, { caseId, listId }: File, by: string, why: TakenOffFor, key: string): Promise<void> {
  const list = listId as ListId;
  if (!(await takeOff(tx, list, { caseId, by, why }))) throw new Error('A file was taken off a list it is not on');
  await appendListEvent(tx, { listId: list, actor: by, event: { type: 'takenOff', caseId, why }, key });
}

async function stepOn(
  tx: Tx,
  law: Law,
  { commandId, officer, role }: KeepingCommand,
  order: Extract<KeepingOrder, { kind: 'approve' | 'supervise' | 'withdraw' }>,
): Promise<ListId> {
  const seen = await readListNow(tx, order.listId);
  if (!seen) throw new Refused({ code: 'notFound' });
  await lockKeeping(tx, seen.county);
  const list = (await readListNow(tx, order.listId))!;
  const { listId } = list;
  const key = `command:${commandId}`;
  const refused = refusalOf(list, officer, order);
  if (refused) throw new Refused({ code: refused });
  switch (order.kind) {
    case 'approve': {
      const { value: supervisors } = inForce(law.in(list.county), 'archive.supervisors');
      await approve(tx, listId, officer, supervisors);
      const event = { type: 'approved' as const, role, files: order.files, supervisors };
      await appendListEvent(tx, { listId, actor: officer, event, key });
      if (supervisors === 0) await moveOn(tx, listId, 'released');
      return listId;
    }
    case 'supervise': {
      const nth = list.supervisedBy.length + 1;
      await supervise(tx, listId, nth, officer, role);
      const event = { type: 'supervised' as const, role, nth, files: order.files };
      await appendListEvent(tx, { listId, actor: officer, event, key });
      if (nth === list.supervisors) await moveOn(tx, listId, 'released');
      return listId;
    }
    case 'withdraw': {
      for (const caseId of await filesLeft(tx, listId))
        await takeOff(tx, listId, { caseId, by: officer, why: 'listWithdrawn' });
      await appendListEvent(tx, { listId, actor: officer, event: { type: 'withdrawn' }, key });
      await moveOn(tx, listId, 'withdrawn');
      return listId;
    }
  }
}

function refusalOf(
  list: List,
  officer: string,
  order: Extract<KeepingOrder, { kind: 'approve' | 'supervise' | 'withdraw' }>,
): ListRefusal | undefined {
  switch (order.kind) {
    case 'approve':
      return approvalRefusal(list, officer, order.files);
    case 'supervise':
      return supervisionRefusal(list, officer, order.files);
    case 'withdraw':
      return withdrawalRefusal(list);
  }
}

/** Which list a command was about that was carried out before. */
async function listOf(tx: Tx, commandId: string): Promise<ListId | undefined> {
  const { rows } = await tx.query<{ list_id: ListId }>('select list_id from destruction_event where key = $1', [
    `command:${commandId}`,
  ]);
  return rows[0]?.list_id;
}

class Refused extends Error {
  readonly refusal: KeepingRefusal;
  constructor(refusal: KeepingRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
