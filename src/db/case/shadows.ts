import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

/** Everything `project` writes, parents before children. What a person sealed, sent or paid is no projection. */
const projections = [
  'case_file',
  'task',
  'clock',
  'expected_fact',
  'decision',
  'entitlement',
  'emergency_aid',
  'recovery',
  'recovery_line',
  'recovery_entry',
] as const;
export type Projection = (typeof projections)[number];

/** How many rows of a table are not what the journal says, or are missing. */
export interface Differing {
  readonly table: Projection;
  readonly rows: number;
}

/**
 * Empty tables of the same names in front of the real ones, for this transaction: whoever projects now writes into them.
 * As the owner, who sees no other table of the application, nothing else is touched.
 */
export async function putUpShadows(tx: Tx): Promise<void> {
  for (const table of projections)
    await tx.query(
      `create temporary table if not exists ${table} (like public.${table} including all) on commit delete rows`,
    );
}

/** What the real tables have of a case against what its journal was projected to. Who has taken a task up no journal says. */
export async function compareWithShadows(tx: Tx, caseId: CaseId): Promise<Differing[]> {
  await tx.query(
    `update pg_temp.task s set claimed_by = t.claimed_by, claimed_at = t.claimed_at
       from public.task t where t.task_id = s.task_id and t.case_id = $1`,
    [caseId],
  );
  const differing: Differing[] = [];
  for (const table of projections) {
    const { rows } = await tx.query<{ n: number }>(`select count(*) as n from (${differingRows(table)}) d`, [caseId]);
    if (rows[0]!.n > 0) differing.push({ table, rows: rows[0]!.n });
  }
  return differing;
}

/** Puts what the journal says in the place of what the real tables have. */
export async function takeFromShadows(tx: Tx, caseId: CaseId, tables: readonly Differing[]): Promise<void> {
  const affected = projections.filter((table) => tables.some((differing) => differing.table === table));
  const whole = affected.includes('recovery')
    ? projections.filter((t) => t.startsWith('recovery') || affected.includes(t))
    : affected;
  for (const table of whole.toReversed()) await tx.query(`delete from public.${table} where case_id = $1`, [caseId]);
  for (const table of whole)
    await tx.query(`insert into public.${table} select * from pg_temp.${table} where case_id = $1`, [caseId]);
}

function differingRows(table: Projection): string {
  const real = `select to_jsonb(r) from public.${table} r where case_id = $1`;
  const shadow = `select to_jsonb(s) from pg_temp.${table} s where case_id = $1`;
  return `select distinct on (coalesce(id, '')) * from (
            select ${idOf[table]} as id from (${real} except ${shadow}) a(j)
            union all select ${idOf[table]} from (${shadow} except ${real}) b(j)) each`;
}

/** By what a row is known, so that an altered one counts once. */
const idOf: Readonly<Record<Projection, string>> = {
  case_file: `j->>'case_id'`,
  task: `j->>'task_id'`,
  clock: `j->>'clock_id'`,
  expected_fact: `j->>'fact_key'`,
  decision: `j->>'decision_id'`,
  entitlement: `j->>'entitlement_id'`,
  emergency_aid: `j->>'aid_id'`,
  recovery: `j->>'recovery_id'`,
  recovery_line: `concat(j->>'recovery_id', j->>'component', j->>'month')`,
  recovery_entry: `concat(j->>'recovery_id', j->>'posting', j->>'account')`,
};
