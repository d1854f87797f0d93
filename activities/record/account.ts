import { randomUUID } from 'node:crypto';
import { addBankAccount, nextUnopenedMonth } from '../../src/db/bankAccounts.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionContent, readDecisionsOf } from '../../src/db/sealed.ts';
import { addMonths, businessDateOf, monthOf } from '../../src/domain/calendar.ts';
import type { DeclaredAccount } from '../../src/domain/case/declaration.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** A new version of the account money goes to; the ones before stay. */
export async function changeAccount(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  { key, commandId, contentHash, officer }: Extract<Draft, { type: 'taskDecided' }>,
): Promise<CaseEvent> {
  const { account } = (await readDecisionContent(tx, cipher, commandId)) as { account: DeclaredAccount };
  await addBankAccount(tx, cipher, {
    accountId: randomUUID(),
    caseId: state.caseId,
    division: state.township,
    setBy: officer,
    account,
  });
  return { type: 'accountChanged', key: `${key}.1` as typeof key, commandId, contentHash };
}

/** A change asked for and approved: not paid into for so many cycles as policy says, and then everything at once. */
export async function approveAccount(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  { key, commandId, contentHash, officer }: Extract<Draft, { type: 'taskDecided' }>,
): Promise<CaseEvent> {
  const request = (await readDecisionsOf(tx, cipher, state.caseId, ['requestAccountChange'])).at(-1);
  const thisMonth = monthOf(businessDateOf(law.now));
  const owedFrom = state.benefit && state.benefit.monthFrom > thisMonth ? state.benefit.monthFrom : thisMonth;
  const next = await nextUnopenedMonth(tx, state.county, owedFrom);
  await addBankAccount(tx, cipher, {
    accountId: randomUUID(),
    caseId: state.caseId,
    division: state.township,
    setBy: officer,
    account: request?.content.account as DeclaredAccount,
    paysFrom: addMonths(next, law.value('account.holdRuns')),
  });
  return { type: 'accountChanged', key: `${key}.1` as typeof key, commandId, contentHash };
}
