import type { CaseState } from '../case/state.ts';
import type { TemporaryLaw } from './law.ts';

/**
 * Whether the township decides by itself: under a delegation in force, within its limit. What the same persons were given
 * within the period of policy counts with it, so that nothing is split to stay below; and for a cause that was helped with
 * before only the county may help again.
 */
export function townshipDecides(
  { proposal, aid }: Pick<CaseState, 'proposal' | 'aid'>,
  law: TemporaryLaw | undefined,
): boolean {
  if (!law?.delegated || aid?.sameCause) return false;
  const inAll = (proposal?.grant ? proposal.amountFen : 0) + (aid?.earlierFen ?? 0);
  return law.reads === 'below' ? inAll < law.limitFen : inAll <= law.limitFen;
}
