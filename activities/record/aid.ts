import { readReport } from '../../src/db/emergency/reports.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import type { AidForm, CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { OfficerId } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';

/** First aid as the last decision says. */
export async function aidGiven(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  draft: Extract<Draft, { type: 'aidGiven' }>,
): Promise<CaseEvent> {
  const decided = (await readDecisionsOf(tx, cipher, state.caseId, ['firstAid', 'countyAid', 'payOtherwise'])).at(-1);
  if (!decided) throw new Error('Aid is given that nobody decided about');
  const { kind } = await readReport(tx, cipher, state.caseId);
  return {
    ...draft,
    form: decided.outcome as AidForm,
    amountFen: Number(decided.content.amountFen ?? 0),
    cause: kind,
    paidFrom: state.emergency?.byCounty ? 'county' : 'standbyFund',
    by: state.aidGivenBy?.at(-1) as OfficerId,
  };
}
