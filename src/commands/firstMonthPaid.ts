import { isMonthPaid } from '../db/payments/paid.ts';
import type { Tx } from '../db/pool.ts';
import type { Key } from '../domain/case/ids.ts';
import type { CaseState } from '../domain/case/state.ts';

/** Bridging aid is for the time before the first month: the payment record knows, and the case alone does not. */
export async function firstMonthPaid(
  tx: Tx,
  { caseId, open }: CaseState,
  task: Key,
): Promise<'firstMonthPaid' | undefined> {
  return open[task]?.kind === 'bridge' && (await isMonthPaid(tx, caseId)) ? 'firstMonthPaid' : undefined;
}
