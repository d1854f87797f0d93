import { randomUUID } from 'node:crypto';
import { familyNow } from '../../src/db/case/family.ts';
import { storeFacts } from '../../src/db/inbox/facts.ts';
import type { Tx } from '../../src/db/pool.ts';
import { nextCaseNumber, storeApplication } from '../../src/db/queries/applications.ts';
import { moveMatches } from '../../src/db/registers/flags.ts';
import { matchFact } from '../../src/db/registers/matchFact.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import { businessDateOf } from '../../src/domain/calendar.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { renumbered } from '../../src/domain/case/renumbered.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import { componentsOf } from './components.ts';

/**
 * 停旧建新: the survivors' file begins in the month in which the old one stops, under their new head, chained to it. Its
 * workflow is started like that of any application. The account was the old head's; the survivors name their own.
 */
export async function survivorsFileOpened(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'survivorsFileOpened' }>,
): Promise<CaseEvent> {
  const { family } = await familyNow(tx, cipher, state);
  const { account: _formerHead, ...declaration } = family;
  const caseId = randomUUID() as string as CaseId;
  const caseNumber = await nextCaseNumber(tx, state.township, businessDateOf(law.now).slice(0, 4));
  const components = await componentsOf(tx, cipher, state, state.look?.proposed?.amountFen ?? 0);
  await storeApplication(tx, cipher, {
    caseId,
    caseNumber,
    submittedBy: 'system',
    declaration: renumbered(declaration),
    goesOn: { from: state.caseId, inherits: { monthFrom: state.benefit?.monthFrom ?? '', components } },
  });
  const moved = await moveMatches(tx, state.caseId, caseId);
  await storeFacts(
    tx,
    moved.map((match) => matchFact(match, cipher, `:${caseId}`)),
  );
  return { ...draft, successor: caseId, caseNumber, ...(moved.length > 0 ? { matches: moved.length } : {}) };
}
