import { readAssessment } from '../../src/db/case/assessments.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import { businessDateOf, firstMonthAfter, monthOf } from '../../src/domain/calendar.ts';
import type { CaseEvent, Component, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from './law.ts';

/** The confirmed benefit: certificate, first month by policy (MCA-57 art. 21), and what is paid each month by component. */
export async function granted(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'benefitGranted' }>,
): Promise<CaseEvent> {
  const today = businessDateOf(law.now);
  const { caseNumber } = await readApplication(tx, cipher, state.caseId);
  return {
    ...draft,
    certificate: `${caseNumber}-Z`,
    monthFrom: law.value('payment.firstMonth') === 'same' ? monthOf(today) : firstMonthAfter(today),
    components: await componentsOf(tx, cipher, state),
  };
}

/** As assessed; where the reviewer proposed another amount, with reason, that amount as a whole. */
async function componentsOf(tx: Tx, cipher: Cipher, state: CaseState): Promise<readonly Component[]> {
  const proposed = state.proposal?.amountFen ?? 0;
  const assessed = state.assessment && (await readAssessment(tx, cipher, state.caseId, state.assessment.key));
  if (assessed?.eligible && assessed.amountFen === proposed) return assessed.components;
  return [{ component: 'base', fenPerMonth: proposed }];
}
