import { planRecall, planTransfer } from '../../src/db/emergency/instantTransfers.ts';
import { readReport } from '../../src/db/emergency/reports.ts';
import { giveBack, spendHeld } from '../../src/db/fund/postings.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import type { DeclaredAccount } from '../../src/domain/case/declaration.ts';
import type { AidForm, CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { type CaseId, type Key, type OfficerId, publicId } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** First aid as the last decision says. */
export async function aidGiven(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'aidGiven' }>,
): Promise<CaseEvent> {
  const decided = (await readDecisionsOf(tx, cipher, state.caseId, ['firstAid', 'countyAid', 'payOtherwise'])).at(-1);
  if (!decided) throw new Error('Aid is given that nobody decided about');
  const { kind } = await readReport(tx, cipher, state.caseId);
  const amountFen = Number(decided.content.amountFen ?? 0);
  if (decided.outcome === 'transfer') {
    const { holder, bankName, number } = decided.content.account as DeclaredAccount;
    await planTransfer(tx, cipher, {
      transferId: transferIdOf(state.caseId, draft.key),
      caseId: state.caseId,
      division: state.township,
      amountFen,
      purpose: '临时救助',
      payee: { holder, bank: bankName, account: number },
      at: new Date(law.now),
    });
  }
  const paidFrom = state.aid?.byCounty ? 'county' : 'standbyFund';
  if (paidFrom === 'standbyFund' && amountFen > 0)
    await spendHeld(tx, decided.commandId, publicId(state.caseId, draft.key));
  return {
    ...draft,
    form: decided.outcome as AidForm,
    amountFen,
    cause: kind,
    paidFrom,
    by: state.aidGivenBy?.at(-1) as OfficerId,
  };
}

/** What did not reach anybody is the fund's again. */
export async function aidCameBack(tx: Tx, caseId: CaseId, ofRound: Key): Promise<void> {
  await giveBack(tx, publicId(caseId, ofRound.replace(/[^.]+$/, 'aid') as Key));
}

/** The call that recalls the transfer of the same round. */
export async function recallPlanned(tx: Tx, caseId: CaseId, key: Key): Promise<void> {
  await planRecall(tx, transferIdOf(caseId, key), publicId(caseId, key));
}

/** The transfer of a round of giving aid: the id of the effect that sends it. */
function transferIdOf(caseId: CaseId, ofRound: Key): string {
  return publicId(caseId, ofRound.replace(/[^.]+$/, 'transferNow') as Key);
}
