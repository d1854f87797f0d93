import { readAssessment } from '../../src/db/case/assessments.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import type { Component } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';

/** What is paid each month: as assessed; where another amount was decided, with reason, that amount as a whole. */
export async function componentsOf(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  decidedFen: number,
): Promise<readonly Component[]> {
  const assessed = state.assessment && (await readAssessment(tx, cipher, state.caseId, state.assessment.key));
  if (assessed?.eligible && assessed.amountFen === decidedFen) return assessed.components;
  return [{ component: 'base', fenPerMonth: decidedFen }];
}
