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
    const differ = differingRows(table, await keyOf(tx, table));
    const { rows } = await tx.query<{ n: number }>(`select count(*) as n from (${differ}) d`, [caseId]);
    if (rows[0]!.n > 0) differing.push({ table, rows: rows[0]!.n });
  }
  return differing;
}

/** Puts what the journal says in the place of what the real tables have, also where a row had been given to another case. */
export async function takeFromShadows(tx: Tx, caseId: CaseId, tables: readonly Differing[]): Promise<void> {
  const affected = projections.filter((table) => tables.some((differing) => differing.table === table));
  const whole = affected.includes('recovery')
    ? projections.filter((t) => t.startsWith('recovery') || affected.includes(t))
    : affected;
  for (const table of whole.toReversed()) {
    await tx.query(`delete from public.${table} where case_id = $1`, [caseId]);
    const same = (await keyOf(tx, table)).map((column) => `r.${column} = s.${column}`).join(' and ');
    await tx.query(`delete from public.${table} r using pg_temp.${table} s where ${same}`);
  }
  for (const table of whole)
    await tx.query(`insert into public.${table} select * from pg_temp.${table} where case_id = $1`, [caseId]);
}

/** The tip that the case's own row tells of, whatever stands in front of it. */
export async function readRealTip(
  tx: Tx,
  caseId: CaseId,
): Promise<readonly { readonly seq: number; readonly hash: string }[]> {
  const { rows } = await tx.query<{ seq: number; hash: string }>(
    'select seq, tip_hash as hash from public.case_file where case_id = $1',
    [caseId],
  );
  return rows;
}

/** Both ways, and an altered row once. */
function differingRows(table: Projection, key: readonly string[]): string {
  const real = `select to_jsonb(r) as j from public.${table} r where case_id = $1`;
  const shadow = `select to_jsonb(s) as j from pg_temp.${table} s where case_id = $1`;
  return `select distinct ${key.map((column) => `j->>'${column}'`).join(', ')}
            from ((${real} except ${shadow}) union all (${shadow} except ${real})) each`;
}

/** By what a row is known. */
async function keyOf(tx: Tx, table: Projection): Promise<string[]> {
  const { rows } = await tx.query<{ column: string }>(
    `select a.attname as column from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indrelid = $1::regclass and i.indisprimary`,
    [`public.${table}`],
  );
  return rows.map(({ column }) => column);
}
