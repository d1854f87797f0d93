import type { Tx } from './pool.ts';

/** Whether a county of this code is on file. */
export async function isCounty(tx: Tx, code: string): Promise<boolean> {
  const { rowCount } = await tx.query(`select from division where code = $1 and level = 'county'`, [code]);
  return rowCount === 1;
}

/** The name of a division; its code where no name is on file. */
export async function divisionName(tx: Tx, code: string): Promise<string> {
  const { rows } = await tx.query<{ name: string }>('select name from division where code = $1', [code]);
  return rows[0]?.name ?? code;
}

/** Whether a division is the asker's own or lies in it; undefined where there is none of that code. */
export async function isInScope(tx: Tx, code: string): Promise<boolean | undefined> {
  const { rows } = await tx.query<{ ours: boolean }>('select in_scope(code) as ours from division where code = $1', [
    code,
  ]);
  return rows[0]?.ours;
}
