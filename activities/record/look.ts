import { type Family, familyNow } from '../../src/db/case/family.ts';
import { bringMembersUpToDate } from '../../src/db/case/members.ts';
import { sayOverpaid } from '../../src/db/payments/overpaid.ts';
import type { Tx } from '../../src/db/pool.ts';
import { settleConfirmed } from '../../src/db/registers/flags.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import { reviewClassOf } from './reviewClass.ts';

/**
 * A look is over: the persons on file are those of the family today, how often it is looked at follows from them, and a
 * family that moved within the county is from now on its new township's. What registers said, and was found true, holds no
 * payment any more, unless something of it came too late for this look.
 */
export async function lookEnded(tx: Tx, cipher: Cipher, law: CaseLaw, state: CaseState): Promise<CaseEvent[]> {
  const family = await familyNow(tx, cipher, state);
  if (state.benefit?.cause !== 'ended') await bringMembersUpToDate(tx, cipher, state, family.family);
  if (!state.changesToLookAt) await settleConfirmed(tx, state.caseId, new Date(law.now).toISOString());
  await sayOverpaid(tx, { caseId: state.caseId });
  const ended: CaseEvent = { type: 'lookEnded', reviewClass: reviewClassOf(family, law, state) };
  const { township, village } = family.family;
  if (township === state.township && !movedInside(family)) return [ended];
  return [ended, { type: 'moved', from: state.township, to: township, ...(village ? { village } : {}) }];
}

/** To another village of the same township. */
function movedInside({ changes, before }: Family): boolean {
  return changes.slice(before.length).some(({ kind }) => kind === 'movedWithinCounty');
}
