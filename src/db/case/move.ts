import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

const tables = [
  'person',
  'person_claim',
  'bank_account',
  'clock',
  'expected_fact',
  'decision',
  'comparison',
  'assessment',
  'entitlement',
  'notice',
  'fact',
  'outbox',
  'document',
  'message',
  'recovery',
  'recovery_line',
  'recovery_entry',
  'person_flag',
  'handover',
  'instant_transfer',
] as const;

/** The whole file of a family that moved within the county: the township it lives in now sees it and works on it. */
export async function moveFile(
  tx: Tx,
  caseId: CaseId,
  { from, to, village }: { readonly from: string; readonly to: string; readonly village?: string },
): Promise<void> {
  for (const table of tables)
    await tx.query(`update ${table} set division = $3 where case_id = $1 and division = $2`, [caseId, from, to]);
  await tx.query('update application set township = $2, village = $3 where case_id = $1', [
    caseId,
    to,
    village ?? null,
  ]);
  await tx.query('update case_file set township = $2 where case_id = $1', [caseId, to]);
  await tx.query('update task set case_division = $2 where case_id = $1', [caseId, to]);
  await tx.query(
    `update task set division = $3, claimed_by = null where case_id = $1 and division = $2 and status = 'open'`,
    [caseId, from, to],
  );
}
