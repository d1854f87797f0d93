import type { SealedColumn } from './personalData.ts';
import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

/** How many texts of a column are sealed under another key than this one. */
export async function sealedOtherwise(tx: Tx, { table, column }: SealedColumn, keyId: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from ${table} where ${column} is not null and not starts_with(${column}, $1)`,
    [`v1.${keyId}.`],
  );
  return rows[0]!.n;
}

/**
 * Seals the next texts of a column anew under the ring's first key, and says how many; 0: none is left. What somebody
 * else writes at this moment is passed over, and found by a later batch.
 */
export async function resealBatch(
  tx: Tx,
  cipher: Cipher & { readonly keyId: string },
  { table, column, key, place }: SealedColumn,
): Promise<number> {
  const { rows } = await tx.query<{ at: string; id: string[]; sealed: string }>(
    `select ctid::text as at, array[${key.map((part) => `${part}::text`).join(', ')}] as id, ${column} as sealed from ${table}
      where ${column} is not null and not starts_with(${column}, $1) limit 200 for update skip locked`,
    [`v1.${cipher.keyId}.`],
  );
  const anew = rows.map(({ id, sealed }) => {
    const boundTo = [place, ...id].join(':');
    return cipher.seal(cipher.open(sealed, boundTo), boundTo);
  });
  // Where a row lies does not change while it is locked here.
  await tx.query(
    `update ${table} t set ${column} = anew.sealed from unnest($1::tid[], $2::text[]) anew (at, sealed) where t.ctid = anew.at`,
    [rows.map(({ at }) => at), anew],
  );
  return rows.length;
}
