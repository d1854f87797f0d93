import { earlierAid } from '../db/aid/earlier.ts';
import type { Tx } from '../db/pool.ts';
import { standbyFundSpending } from '../domain/aid/refused.ts';
import type { Judged } from '../domain/authority.ts';
import type { CaseState } from '../domain/case/state.ts';

/**
 * 化整为零: what the same persons were given elsewhere in the county counts with what a township decides. First aid beyond its
 * limit together goes to the county; temporary aid that its assessment did not know of is assessed anew.
 */
export async function splitAid(
  tx: Tx,
  state: CaseState,
  { task, outcome, particulars, role, law }: Judged,
): Promise<'aboveFirstAidLimit' | 'earlierAidUnseen' | undefined> {
  const kind = state.open[task]?.kind;
  const since = law.temporary?.togetherSince;
  const decides = kind === 'decideAid' && outcome === 'approved' && role === 'township_reviewer';
  const helps = kind === 'firstAid' && standbyFundSpending(state, task, outcome, particulars) > 0;
  if (since === undefined || !(decides || helps)) return undefined;
  const earlierFen = (await earlierAid(tx, state.caseId, since)).reduce((sum, { fen }) => sum + fen, 0);
  if (decides) return earlierFen > (state.aid?.earlierFen ?? 0) ? 'earlierAidUnseen' : undefined;
  const inAll = earlierFen + (state.aid?.givenFen ?? 0) + Number(particulars.amountFen);
  return law.firstAid && inAll > law.firstAid.limitFen ? 'aboveFirstAidLimit' : undefined;
}
