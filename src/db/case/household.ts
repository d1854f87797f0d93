import type { HouseholdChange } from '../../domain/case/changes.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import { type Cipher, readDecisionContent } from '../sealed.ts';

/** What the looks found, each look by itself. The last one may still be under way. */
export type FoundByLooks = readonly (readonly HouseholdChange[])[];

/**
 * What was found to have changed in the family since it declared, look by look. Of one look only its last finding counts:
 * what was sent back to be looked into once more is not believed twice.
 */
export async function readVerifiedChanges(tx: Tx, cipher: Cipher, caseId: CaseId): Promise<FoundByLooks> {
  const { rows } = await tx.query<{ type: string; outcome: string | null; command_id: string | null }>(
    `select type, data->>'outcome' as outcome, data->>'commandId' as command_id
       from case_event
      where case_id = $1 and (type = 'lookBegun' or (type = 'taskDecided' and data->>'kind' in ('periodicReview', 'verifyChange')))
      order by seq`,
    [caseId],
  );
  const found: HouseholdChange[][] = [];
  for (const [i, { type, outcome, command_id }] of rows.entries()) {
    if (type === 'lookBegun') found.push([]);
    const isLast = rows[i + 1] === undefined || rows[i + 1]?.type === 'lookBegun';
    if (!isLast || !command_id || (outcome !== 'changed' && outcome !== 'confirmed')) continue;
    const { changes } = await readDecisionContent(tx, cipher, command_id);
    found[found.length - 1] = changes as HouseholdChange[];
  }
  return found;
}
