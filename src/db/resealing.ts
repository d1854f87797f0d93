import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

/** A column of sealed texts, and what each is bound to: a text moved to another row does not open. */
interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
  readonly place: string;
}

const column = (table: string, key: string, place = table, name = 'sealed'): SealedColumn => ({
  table,
  column: name,
  key: [key],
  place,
});

/** Every column that holds sealed texts; a test compares it with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  column('application', 'case_id'),
  column('person', 'person_id'),
  column('bank_account', 'account_id'),
  column('comparison', 'comparison_id'),
  column('assessment', 'assessment_id'),
  column('notice', 'notice_id'),
  column('command', 'command_id'),
  column('fact', 'fact_id'),
  column('document', 'document_id', 'document', 'sealed_name'),
  column('bank_file', 'file_id'),
  column('message', 'message_id'),
  column('instant_transfer', 'transfer_id', 'instantTransfer'),
  column('handover', 'handover_id'),
  column('case_export', 'export_id', 'export', 'sealed_reason'),
  { table: 'officer_contact', column: 'sealed_phone', key: ['officer', 'role', 'division'], place: 'contact' },
];

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
