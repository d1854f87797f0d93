import type { Tx } from '../pool.ts';

export interface FindingText {
  readonly commandId: string;
  readonly caseId: string;
  readonly township: string;
  readonly textHash: string;
  /** The day it is written, and the first on which another family's finding may read the same. */
  readonly usedOn: string;
  readonly freeOn: string;
}

/**
 * Takes a finding's text for its family: false where it is another's of the township. Of two at the same moment one waits
 * for the other. It is free again as soon as its command is refused (`storeRefusal`).
 */
export async function takeFinding(tx: Tx, finding: FindingText): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into finding_text (command_id, case_id, division, text_hash, used_on, free_on)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [finding.commandId, finding.caseId, finding.township, finding.textHash, finding.usedOn, finding.freeOn],
  );
  return rowCount === 1;
}
