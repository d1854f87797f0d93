import type { Tx } from '../pool.ts';

export interface DivisionRow {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
}

/** The divisions on file, all or those directly below one; in the order of their codes. */
export async function readDivisions(tx: Tx, parent: string | undefined): Promise<DivisionRow[]> {
  const { rows } = await tx.query<DivisionRow>(
    'select code, name, level, parent from division where $1::text is null or parent = $1 order by code',
    [parent ?? null],
  );
  return rows;
}
