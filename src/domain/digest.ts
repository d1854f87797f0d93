import type { DivisionCode } from './case/ids.ts';
import { type Role, roleNames } from './case/roles.ts';
import { type TaskKindName, taskKinds } from './case/taskKinds.ts';

/** A post somebody holds: the tasks of a role in a division. */
export interface Seat {
  readonly role: Role;
  readonly division: DivisionCode;
}

/** How much there is to do at a seat. `dueSoon` and `overdue` are among `open`, and never the same task. */
export interface Count {
  readonly open: number;
  readonly dueSoon: number;
  readonly overdue: number;
}

/** What there is to do at a seat, in all and by kind of task; the most first. */
export interface Digest extends Count, Seat {
  /** Within how many working days a task is due soon. */
  readonly withinWorkingDays: number;
  readonly kinds: readonly (Count & { readonly kind: TaskKindName })[];
}

/** The digest as it is sent: numbers and kinds of tasks, no case and nobody's name. */
export function digestText(digest: Digest, divisionName: string): string {
  const { role, open, dueSoon, overdue, withinWorkingDays, kinds } = digest;
  const byKind = kinds.map((each) => `${taskKinds[each.kind].zh}${each.open}件`).join('、');
  return (
    `【${divisionName}】${roleNames[role]}今日待办${open}件，其中${withinWorkingDays}个工作日内到期${dueSoon}件，` +
    `已逾期${overdue}件：${byKind}。请登录系统办理。`
  );
}
