import { storeHandover } from '../../src/db/case/handovers.ts';
import { canonical, readTip } from '../../src/db/case/journal.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { type DivisionCode, publicId } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import { familyMovedOut } from './handoverOfFamily.ts';
import { personGoneHome } from './handoverOfPerson.ts';

/** What is told to another county, and to which. */
export interface Told {
  readonly to: DivisionCode;
  readonly content: object;
}

/**
 * 转移接收: what the county is to know to which a family moves, or the person helped in an emergency goes home; and where
 * the journal stood, by which an export can be checked. Nothing where nobody said whereto.
 */
export async function handedOver(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'handedOver' }>,
): Promise<CaseEvent[]> {
  const told = await (state.programme === 'emergency' ? personGoneHome : familyMovedOut)(tx, cipher, state);
  if (!told) return [];
  const { caseNumber } = await readApplication(tx, cipher, state.caseId);
  const before = await readTip(tx, state.caseId); // as of the commit before this one
  const content = canonical({
    ...told.content,
    caseNumber,
    from: state.township,
    to: told.to,
    journal: { seq: before.state.seq, hash: before.hash },
  });
  const handoverId = publicId(state.caseId, draft.key);
  const contentHash = cipher.contentHash(content, state.caseId);
  await storeHandover(tx, {
    handoverId,
    caseId: state.caseId,
    caseNumber,
    division: state.township,
    to: told.to,
    at: new Date(law.now).toISOString(),
    sealed: cipher.seal(content, `handover:${handoverId}`),
    contentHash,
  });
  return [{ ...draft, to: told.to, contentHash }];
}
