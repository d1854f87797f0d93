import { randomUUID } from 'node:crypto';
import { canonical } from '../case/journal.ts';
import type { NewFact } from '../inbox/facts.ts';
import type { Cipher } from '../sealed.ts';
import type { Match } from './batches.ts';

/** What a match says to its case. `again`: to the file the person goes on in. */
export function matchFact(
  { flagId, caseId, division, kind, on, memberNo }: Match,
  cipher: Cipher,
  again = '',
): NewFact {
  const payload = { kind, on, memberNo, flagId };
  return {
    factId: randomUUID(),
    caseId,
    division,
    name: 'registerMatch',
    factKey: '',
    source: 'registers',
    sourceId: `${flagId}${again}`,
    payload,
    sealed: undefined,
    contentHash: cipher.contentHash(canonical(payload), caseId),
  };
}
