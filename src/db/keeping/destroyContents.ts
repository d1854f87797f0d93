import type { Destroyed } from '../../domain/keeping/list.ts';
import { personalData } from '../personalData.ts';
import type { Tx } from '../pool.ts';

/**
 * Takes away what is personal of a case, place by place, and says how much it was. The database refuses it where no list
 * that was released has the case. The bytes of documents lie outside, and are removed afterwards.
 */
export async function destroyContents(tx: Tx, caseId: string): Promise<Destroyed> {
  const [persons, documents] = [await countOf(tx, 'person', caseId), await countOf(tx, 'document', caseId)];
  let contents = 0;
  for (const { table, column, holds, destroyed } of personalData) {
    if (holds !== 'sealed' || typeof destroyed === 'object') continue;
    contents += await sealedOf(tx, table, column, caseId);
    if (destroyed === 'cleared')
      await tx.query(`update ${table} set ${column} = null where case_id = $1 and ${column} is not null`, [caseId]);
  }
  for (const table of tablesOfPersons) await tx.query(`delete from ${table} where case_id = $1`, [caseId]);
  return { persons, contents, documents };
}

const tablesOfPersons = [
  ...new Set(personalData.filter(({ destroyed }) => destroyed === 'rowRemoved').map(({ table }) => table)),
];

async function sealedOf(tx: Tx, table: string, column: string, caseId: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from ${table} where case_id = $1 and ${column} is not null`,
    [caseId],
  );
  return rows[0]!.n;
}

async function countOf(tx: Tx, table: 'person' | 'document', caseId: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(`select count(*)::int as n from ${table} where case_id = $1`, [
    caseId,
  ]);
  return rows[0]!.n;
}
