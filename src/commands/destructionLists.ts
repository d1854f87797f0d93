import { appendListEvent, lockKeeping } from '../db/keeping/journal.ts';
import {
  approve,
  filesLeft,
  type List,
  moveOn,
  openList,
  readListNow,
  supervise,
  takeOff,
} from '../db/keeping/lists.ts';
import type { Tx } from '../db/pool.ts';
import {
  approvalRefusal,
  type ListId,
  type ListRefusal,
  supervisionRefusal,
  withdrawalRefusal,
} from '../domain/keeping/list.ts';
import { filesDue } from './filesDue.ts';
import { inForce, type KeepingCommand, type KeepingOrder, type Law, Refused } from './keepingOrders.ts';

/** At most so many files on a list: what two people can still compare with their shelves. */
const filesOnAList = 500;

/** All ended files whose time is over and which nothing keeps; or those named, where nothing keeps any of them. */
export async function propose(
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

/** The next step of a list: approved, supervised by one more, or given up. */
export async function stepOn(
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
