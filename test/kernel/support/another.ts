import { recordIn } from '../../../activities/record.ts';
import { readTip } from '../../../src/db/case/journal.ts';
import { inTransaction } from '../../../src/db/pool.ts';
import type { CaseId, Key } from '../../../src/domain/case/ids.ts';
import { fieldCipher } from '../../../src/gateways/crypto/fieldCipher.ts';
import { policySource } from '../../../src/policy/source.ts';
import type { County } from '../../support/county.ts';
import { testHashKey, testKeys } from '../../support/worker.ts';

/** Somebody else records a fact and tells the case nothing: from then on it is behind its journal. Gives the fact's id. */
export async function recordedByAnother(
  county: County,
  caseId: CaseId,
  { name, key }: { readonly name: string; readonly key?: Key },
): Promise<string> {
  const unheard = { ...county.cases, tell: async () => 'told' as const };
  const factId = await county.fact(caseId, name, { findings: [] }, undefined, unheard);
  const deps = { pool: county.db.worker, cipher: fieldCipher(testKeys, testHashKey), policy: policySource() };
  await inTransaction(county.db.worker, async (tx) => {
    const { state } = await readTip(tx, caseId);
    const drafts = [{ type: 'factArrived', name, factId, ...(key ? { key } : {}) } as const];
    await recordIn(tx, deps, { caseId, expectedSeq: state.seq, key: `fact:${factId}`, drafts });
  });
  return factId;
}
