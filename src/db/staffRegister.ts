import type { Tx } from './pool.ts';

/** An officer as the register has them; days are included, null: open. */
export interface StaffEntry {
  readonly officer: string;
  readonly division: string;
  readonly label: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** Who is in the register of the asker's division, those of one day alone where it is named. */
export async function readStaff(tx: Tx, on: string | undefined): Promise<StaffEntry[]> {
  const { rows } = await tx.query<StaffEntry>(
    `select officer, division, label, to_char(lower(serves), 'YYYY-MM-DD') as from, to_char(upper(serves) - 1, 'YYYY-MM-DD') as until
       from officer where $1::date is null or serves @> $1::date order by division, officer`,
    [on ?? null],
  );
  return rows;
}

/** Enters an officer, or changes the entry; false where the number is somebody's of another place. */
export async function putStaff(
  tx: Tx,
  { officer, division, label, from, until }: StaffEntry,
  setBy: string,
): Promise<boolean> {
  await tx.query(
    'insert into officer (officer, division, label) values ($1, $2, $3) on conflict (officer) do nothing',
    [officer, division, label],
  );
  const { rowCount } = await tx.query(
    `update officer set division = $2, label = $3, serves = daterange($4, $5, '[]'), set_by = $6, set_at = business_now()
      where officer = $1`,
    [officer, division, label, from, until, setBy],
  );
  return rowCount === 1;
}

/** Which of the numbers nobody of the county serves under on that day, in their order. */
export async function notServing(
  tx: Tx,
  county: string,
  numbers: readonly string[],
  on: string,
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ officer: string }>('select not_serving($1, $2, $3) as officer', [
    county,
    numbers,
    on,
  ]);
  return rows.map(({ officer }) => officer);
}
