import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import { markStarted } from '../../src/db/sweep.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import type { CaseId, DivisionCode, OfficerId } from '../../src/domain/case/ids.ts';

/** The application as the first event of its case: no name, no figure, the declaration by hash. */
export async function registered(tx: Tx, cipher: Cipher, caseId: CaseId): Promise<CaseEvent> {
  const {
    caseNumber,
    programme,
    county,
    township,
    members,
    relatives,
    contentHash,
    predecessor,
    referredFrom,
    handedInAt,
  } = await readApplication(tx, cipher, caseId);
  await markStarted(tx, caseId);
  return {
    type: 'registered',
    caseId,
    caseNumber,
    programme,
    county: county as DivisionCode,
    township: township as DivisionCode,
    members,
    relatives: relatives as OfficerId[],
    contentHash,
    ...(predecessor ? { predecessor } : {}),
    ...(referredFrom ? { referredFrom } : {}),
    ...(handedInAt ? { handedInAt } : {}),
  };
}
