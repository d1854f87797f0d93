import { readBenefitEvents } from '../../src/db/case/benefit.ts';
import { familyNow } from '../../src/db/case/family.ts';
import { lastMonthPaid, storeHandover } from '../../src/db/case/handovers.ts';
import { canonical, readTip } from '../../src/db/case/journal.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { publicId } from '../../src/domain/case/ids.ts';
import { owedBy } from '../../src/domain/case/owed.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/**
 * 转移接收: what the county a family moves to is to know: who it is, what it got from which month, until when it was paid,
 * and where its journal stood, by which an export can be checked. Nothing where nobody said where it moves.
 */
export async function handedOver(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'handedOver' }>,
): Promise<CaseEvent[]> {
  const { family, changes } = await familyNow(tx, cipher, state);
  const move = changes.findLast((change) => change.kind === 'movedOut');
  if (move?.kind !== 'movedOut') return [];
  const { caseNumber } = await readApplication(tx, cipher, state.caseId);
  const before = await readTip(tx, state.caseId); // as of the commit before this one
  const paidUntil = await lastMonthPaid(tx, state.caseId);
  const events = await readBenefitEvents(tx, state.caseId);
  const content = canonical({
    caseNumber,
    from: state.township,
    to: move.to,
    movedOn: move.on,
    area: family.area,
    members: family.members.map(({ memberNo, name, idNumber, relation, situations, disability }) => ({
      ...{ memberNo, name, idNumber, relation, situations },
      ...(disability ? { disability } : {}),
    })),
    benefit: owedBy(events.slice(0, -1)),
    endsFrom: events.at(-1)?.monthFrom,
    ...(paidUntil ? { paidUntil } : {}),
    ...(state.reviewClass ? { reviewClass: state.reviewClass } : {}),
    journal: { seq: before.state.seq, hash: before.hash },
  });
  const handoverId = publicId(state.caseId, draft.key);
  const contentHash = cipher.contentHash(content, state.caseId);
  await storeHandover(tx, {
    handoverId,
    caseId: state.caseId,
    caseNumber,
    division: state.township,
    to: move.to,
    at: new Date(law.now).toISOString(),
    sealed: cipher.seal(content, `handover:${handoverId}`),
    contentHash,
  });
  return [{ ...draft, to: move.to, contentHash }];
}
