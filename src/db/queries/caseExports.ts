import { randomUUID } from 'node:crypto';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

export interface CaseExport {
  readonly at: string;
  readonly by: string;
  readonly withContents: boolean;
  /** Only for those who may read contents, and as long as the file is not destroyed. */
  readonly reason: string | null;
}

/** Notes who is given a whole case and why, in the transaction that reads it. */
export async function noteExport(
  tx: Tx,
  cipher: Cipher,
  given: {
    readonly caseId: string;
    readonly division: string;
    readonly by: string;
    readonly withContents: boolean;
    readonly reason?: string;
  },
): Promise<void> {
  const exportId = randomUUID();
  await tx.query(
    `insert into case_export (export_id, case_id, division, at, by_officer, with_contents, sealed_reason)
     values ($1, $2, $3, business_now(), $4, $5, $6)`,
    [
      exportId,
      given.caseId,
      given.division,
      given.by,
      given.withContents,
      given.reason === undefined ? null : cipher.seal(given.reason, `export:${exportId}`),
    ],
  );
}

/** Who was given a case before, the first first. */
export async function readExports(tx: Tx, cipher: Cipher | undefined, caseId: string): Promise<CaseExport[]> {
  const { rows } = await tx.query('select * from case_export where case_id = $1 order by at, export_id', [caseId]);
  return rows.map((row) => ({
    at: row.at.toISOString(),
    by: row.by_officer,
    withContents: row.with_contents,
    reason: cipher && row.sealed_reason ? cipher.open(row.sealed_reason, `export:${row.export_id}`) : null,
  }));
}
