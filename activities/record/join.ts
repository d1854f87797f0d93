import { randomUUID } from 'node:crypto';
import { canonical } from '../../src/db/case/journal.ts';
import { findEmergency } from '../../src/db/emergency/reports.ts';
import { storeFact } from '../../src/db/inbox/facts.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import { type CaseId, type Key, publicId } from '../../src/domain/case/ids.ts';

/** A second report of the same event is not lost: the emergency it belongs to is told where it stands. */
export async function joinReport(
  tx: Tx,
  cipher: Cipher,
  { caseId, key, of }: { readonly caseId: CaseId; readonly key: Key; readonly of: string },
): Promise<void> {
  const other = await findEmergency(tx, of);
  if (!other) return; // refused at the door
  const payload = { joined: caseId };
  await storeFact(tx, {
    factId: randomUUID(),
    caseId: other.caseId,
    division: other.township,
    name: 'reportJoined',
    factKey: '',
    source: 'emergency',
    sourceId: publicId(caseId, key),
    payload,
    sealed: undefined,
    contentHash: cipher.contentHash(canonical(payload), other.caseId),
  });
}
