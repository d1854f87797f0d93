import { familyNow } from '../../src/db/case/family.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import { businessDateOf, firstMonthAfter, monthOf } from '../../src/domain/calendar.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import { componentsOf } from './components.ts';
import { reviewClassOf } from './reviewClass.ts';

/**
 * The confirmed benefit: certificate, first month by policy (MCA-57 art. 21), and what is paid each month by component.
 * Survivors go on with what was decided for them, from the month in which the file of their old head stops.
 */
export async function granted(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'benefitGranted' }>,
): Promise<CaseEvent> {
  const today = businessDateOf(law.now);
  const { caseNumber, inherits } = await readApplication(tx, cipher, state.caseId);
  return {
    ...draft,
    certificate: `${caseNumber}-Z`,
    reviewClass: reviewClassOf(await familyNow(tx, cipher, state), law, state),
    ...(inherits ?? {
      monthFrom: law.value('payment.firstMonth') === 'same' ? monthOf(today) : firstMonthAfter(today),
      components: await componentsOf(tx, cipher, state, state.proposal?.amountFen ?? 0),
    }),
  };
}
