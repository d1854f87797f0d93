import { keepAidPerson } from '../../src/db/aid/earlier.ts';
import { planRecall, planTransfer } from '../../src/db/emergency/instantTransfers.ts';
import { readReport } from '../../src/db/emergency/reports.ts';
import { giveBack, spendHeld } from '../../src/db/fund/postings.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication, readDecisionContent, readDecisionsOf } from '../../src/db/sealed.ts';
import type { DeclaredAccount } from '../../src/domain/case/declaration.ts';
import type { AidForm, CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { type CaseId, type Key, type OfficerId, publicId } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { PersonInNeed } from '../../src/domain/emergency/report.ts';
import { parseIdNumber } from '../../src/domain/idNumber.ts';
import { bridgingCause } from '../../src/domain/temporary/causes.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/** Decisions that say how aid is given. */
const givenBy = ['firstAid', 'countyAid', 'payOtherwise', 'giveAid', 'bridge'];

/** Aid as the last decision says. */
export async function aidGiven(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'aidGiven' }>,
): Promise<CaseEvent> {
  const decided = (await readDecisionsOf(tx, cipher, state.caseId, givenBy)).at(-1);
  if (!decided) throw new Error('Aid is given that nobody decided about');
  const amountFen = Number(decided.content.amountFen ?? (decided.kind === 'giveAid' ? state.aid?.dueFen : 0));
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
    cause: await causeOf(tx, cipher, state),
    paidFrom,
    by: state.aidGivenBy?.at(-1) as OfficerId,
  };
}

async function causeOf(tx: Tx, cipher: Cipher, { caseId, programme }: CaseState): Promise<string> {
  if (programme === 'emergency') return (await readReport(tx, cipher, caseId)).kind;
  if (programme === undefined) return bridgingCause;
  const { declaration } = await readApplication(tx, cipher, caseId);
  if (!declaration.need) throw new Error('Temporary aid is given for a need that nobody declared');
  return declaration.need.cause;
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

/** The papers say who was helped: from now on it is found by whoever asks what this person was given. */
export async function personKnown(tx: Tx, cipher: Cipher, state: CaseState, commandId: string): Promise<void> {
  const { person } = (await readDecisionContent(tx, cipher, commandId)) as { person?: PersonInNeed };
  const read = person?.idNumber === undefined ? undefined : parseIdNumber(person.idNumber);
  if (read?.ok) await keepAidPerson(tx, cipher, state, read.value);
}
