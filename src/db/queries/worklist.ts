import type { Task } from '../../contracts/http/tasks.ts';
import type { Role } from '../../domain/case/roles.ts';
import { isTaskKind, taskKinds } from '../../domain/case/taskKinds.ts';
import type { Tx } from '../pool.ts';
import { about, ask, instant, instantOrNull, type Question } from '../questions.ts';
import { cursorOf, readCursor } from './cursor.ts';

/** A task with what its clock says now. `due` sorts those without a clock last. */
const taskColumns = `
  t.task_id, t.case_id, f.case_number, t.kind, t.role, t.division, t.version, t.status, t.standing, t.opened_at, t.due_at,
  t.clock, t.about, t.urgent, t.claimed_by, t.claimed_at, coalesce(t.due_at, 'infinity')::text as due,
  case when t.urgent then floor(extract(epoch from (t.due_at - business_now())) / 60)::int end as minutes_left,
  case when t.clock is null or c.status in ('stopped', 'paused') then null
       when c.passed_at is not null or c.due_at <= business_now() then 'red'
       when c.warned_at is not null or c.warn_at <= business_now() then 'yellow'
       else 'green' end as colour
  from task t join case_file f using (case_id) left join clock c on c.clock_id = t.clock`;

export interface WorklistWish {
  readonly roles: readonly Role[];
  readonly division: string;
  /** Of the tasks of departments, whose. */
  readonly department: string | undefined;
  readonly kind?: string | undefined;
  readonly caseId?: string | undefined;
  readonly withStanding: boolean;
  /** Townships whose delegated confirmations have gone back to the county, for its officer (src/domain/authority.ts). */
  readonly confirmingFor: readonly string[];
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What there is to do for these roles in this division: emergencies first, then what is due first. */
export async function readWorklist(tx: Tx, wish: WorklistWish): Promise<{ items: Task[]; next: string | null }> {
  const after = readCursor(wish.cursor, 3);
  const standing = wish.withStanding ? 'true' : 'not t.standing';
  const { rows } = await tx.query({
    name: wish.withStanding ? 'worklist and standing' : 'worklist',
    text: `select * from (
       select ${taskColumns}
       where t.status = 'open' and ${standing}
         and ((t.role = any($1) and t.division = $2) or (t.division = any($3) and t.kind in ('confirm', 'confirmChange', 'decideRecovery') and t.role = 'township_reviewer'))
         and (t.role <> 'department_officer' or t.about->>'department' = $4)
         and ($5::text is null or t.kind = $5) and ($6::uuid is null or t.case_id = $6)
     ) open_tasks
     where $7::boolean is null or (not urgent, coalesce(due_at, 'infinity'), task_id) > (not $7, $8::timestamptz, $9)
     order by urgent desc, coalesce(due_at, 'infinity'), task_id limit $10`,
    values: [
      wish.roles,
      wish.division,
      wish.confirmingFor,
      wish.department ?? null,
      wish.kind ?? null,
      wish.caseId ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      after?.[2] ?? null,
      wish.limit + 1,
    ],
  });
  const page = rows.slice(0, wish.limit);
  const last = page.at(-1);
  return {
    items: page.map(toTask),
    next: rows.length > wish.limit && last ? cursorOf([String(last.urgent), last.due, last.task_id]) : null,
  };
}

/** One task; undefined where there is none or its case is not to be seen from here. */
export const task: Question<Task | undefined> = {
  text: `select ${taskColumns} where t.task_id = $1`,
  read: ([row]) => row && toTask(row),
};

export async function readTask(tx: Tx, taskId: string): Promise<Task | undefined> {
  return (await ask(tx, 'task', { task: about(taskId, task) })).task;
}

/** The tasks of a case that are open now, due first. */
export const openTasks: Question<Task[]> = {
  text: `select ${taskColumns} where t.case_id = $1 and t.status = 'open' order by coalesce(t.due_at, 'infinity'), t.task_id`,
  read: (rows) => rows.map(toTask),
};

/** Notes that an officer has taken a task up. Says who has it: the officer, or whoever was before. */
export async function claimTask(tx: Tx, taskId: string, officer: string): Promise<string | undefined> {
  await tx.query(
    `update task set claimed_by = $2, claimed_at = business_now() where task_id = $1 and status = 'open' and claimed_by is null`,
    [taskId, officer],
  );
  const { rows } = await tx.query<{ claimed_by: string }>('select claimed_by from task where task_id = $1', [taskId]);
  return rows[0]?.claimed_by ?? undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toTask(row: any): Task {
  const kind: string = row.kind;
  if (!isTaskKind(kind)) throw new Error('A task of a kind that this build does not know');
  const { zh, article, outcomes } = taskKinds[kind];
  return {
    taskId: row.task_id,
    caseId: row.case_id,
    caseNumber: row.case_number,
    kind,
    title: zh,
    article,
    role: row.role,
    division: row.division,
    outcomes: [...outcomes],
    version: row.version,
    status: row.status,
    standing: row.standing,
    openedAt: instant(row.opened_at),
    dueAt: instantOrNull(row.due_at),
    clock: row.clock,
    colour: row.colour,
    about: row.about,
    urgent: row.urgent,
    minutesLeft: row.minutes_left,
    claimedBy: row.claimed_by,
    claimedAt: instantOrNull(row.claimed_at),
  };
}
