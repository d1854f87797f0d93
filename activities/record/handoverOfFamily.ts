import { readBenefitEvents } from '../../src/db/case/benefit.ts';
import { familyNow } from '../../src/db/case/family.ts';
import { lastMonthPaid } from '../../src/db/case/handovers.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import { owedBy } from '../../src/domain/case/owed.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { Told } from './handover.ts';

/** A family in benefit that moved out of the county: who it is, what it got from which month, and until when it was paid. */
export async function familyMovedOut(tx: Tx, cipher: Cipher, state: CaseState): Promise<Told | undefined> {
  const { family, changes } = await familyNow(tx, cipher, state);
  const move = changes.findLast((change) => change.kind === 'movedOut');
  if (move?.kind !== 'movedOut') return undefined;
  const paidUntil = await lastMonthPaid(tx, state.caseId);
  const events = await readBenefitEvents(tx, state.caseId);
  const content = {
    programme: 'dibao',
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
  };
  return { to: move.to, content };
}
