import type { Tx } from './pool.ts';

/** The name of a division; its code where no name is on file. */
export async function divisionName(tx: Tx, code: string): Promise<string> {
  const { rows } = await tx.query<{ name: string }>('select name from division where code = $1', [code]);
  return rows[0]?.name ?? code;
}
