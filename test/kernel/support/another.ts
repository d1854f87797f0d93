import { recordActivities } from '../../../activities/record.ts';
import type { Draft } from '../../../src/domain/case/events.ts';
import type { CaseId, Key } from '../../../src/domain/case/ids.ts';
import { fieldCipher } from '../../../src/gateways/crypto/fieldCipher.ts';
import { policySource } from '../../../src/policy/source.ts';
import type { County } from '../../support/county.ts';
import { testHashKey, testKeys } from '../../support/worker.ts';

/** Somebody else records something and tells the case nothing: from then on it is behind its journal. */
export async function recordedByAnother(county: County, caseId: CaseId, draft: Draft): Promise<void> {
  const deps = { pool: county.db.worker, cipher: fieldCipher(testKeys, testHashKey), policy: policySource() };
  const key = draft.type === 'factArrived' ? `fact:${draft.factId}` : 'another';
  const { record } = recordActivities(deps);
  const { state } = await record({ caseId, key: 'where it stands', drafts: [] });
  await record({ caseId, expectedSeq: state.seq, key, drafts: [draft] });
}

/** A fact that is stored, and recorded by another. */
export async function factOfAnother(county: County, caseId: CaseId, name: string, key?: Key): Promise<void> {
  const unheard = { ...county.cases, tell: async () => 'told' as const };
  const factId = await county.fact(caseId, name, { findings: [] }, undefined, unheard);
  await recordedByAnother(county, caseId, { type: 'factArrived', name, factId, ...(key ? { key } : {}) });
}
