import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionContent } from '../../src/db/sealed.ts';
import { addMonthsToDate, businessDateOf } from '../../src/domain/calendar.ts';
import type { HouseholdChange } from '../../src/domain/case/changes.ts';
import type { Draft, Particulars } from '../../src/domain/case/events.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** A change told later than the months of policy after it happened is answered for (NOTICE-2022 part 5). */
export async function reportedLate(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  { commandId }: Extract<Draft, { type: 'taskDecided' }>,
): Promise<Particulars> {
  const { changes = [] } = (await readDecisionContent(tx, cipher, commandId)) as { changes?: HouseholdChange[] };
  const months = law.value('review.reportChangeMonths');
  const isLate = changes.some(({ on }) => addMonthsToDate(on, months) < businessDateOf(law.now));
  return isLate ? { reportedLate: true } : {};
}
