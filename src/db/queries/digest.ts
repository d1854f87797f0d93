import type { TaskKindName } from '../../domain/case/taskKinds.ts';
import type { Count, Seat } from '../../domain/digest.ts';
import type { Tx } from '../pool.ts';

/**
 * What is open at a seat by kind of task, the most first: of it what is due before an instant and what is overdue, on
 * clocks that run. `confirmingFor`: as in the worklist.
 */
export async function countTasks(
  tx: Tx,
  { role, division }: Seat,
  dueBefore: Date,
  confirmingFor: readonly string[],
): Promise<(Count & { kind: TaskKindName })[]> {
  const { rows } = await tx.query<Count & { kind: TaskKindName }>(
    `select kind, count(*) as open, count(*) filter (where due_at > now and due_at <= $3) as "dueSoon",
            count(*) filter (where due_at <= now) as overdue
       from (select t.kind, business_now() as now, case when c.status in ('running', 'passed') then t.due_at end as due_at
               from task t left join clock c on c.clock_id = t.clock
              where t.status = 'open' and not t.standing
                and ((t.role = $1 and t.division = $2)
                     or (t.division = any($4) and t.kind = 'confirm' and t.role = 'township_reviewer'))) open_tasks
      group by kind order by count(*) desc, kind`,
    [role, division, dueBefore, confirmingFor],
  );
  return rows;
}
