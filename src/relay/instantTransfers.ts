import { storeTransferFact, storeTransferOutcome } from '../commands/transferOutcome.ts';
import type { InstantTransfer } from '../contracts/instantTransfer.ts';
import {
  calledOffUnsent,
  mayBeSentNow,
  type TransferOnFile,
  transferOf,
  transferUnderWay,
  transferUnknown,
} from '../db/emergency/instantTransfers.ts';
import type { Effect } from '../db/outbox.ts';
import { inTransaction } from '../db/pool.ts';
import { ok, refuse } from '../domain/outcome.ts';
import type { InstantAnswer } from '../gateways/instantBank.ts';
import { type Debtor, debtorOf } from '../policy/debtor.ts';
import type { EffectAnswer, EffectDeps } from './effects.ts';

/** What the instant channel's calls need of all that calls need. */
export type TransferDeps = Omit<EffectDeps, 'checkPlatform' | 'messages'>;

/**
 * Sends a transfer once in its life. `sent` is committed before the request leaves, and only who wrote it sends: after
 * that, whatever happened, the bank is only asked. That it does not know the transfer proves nothing (it may be under
 * way); only settled, rejected or recalled ends it.
 */
export async function transferNow(deps: TransferDeps, { outboxId }: Effect): Promise<EffectAnswer> {
  const { pool, cipher, policy, instantBank } = deps;
  const { transfer, debtor } = await inTransaction(pool, async (tx) => {
    const transfer = await transferOf(tx, cipher, outboxId);
    return {
      transfer,
      debtor: transfer.state === 'planned' ? await debtorOf(policy)(tx, transfer.division) : undefined,
    };
  });
  if (isOver(transfer)) return ok({ state: transfer.state });
  const { transferId } = transfer;
  const first = debtor && (await inTransaction(pool, (tx) => mayBeSentNow(tx, transferId)));
  const answer = await (first ? instantBank.submit(orderOf(transfer, debtor)) : instantBank.lookUp(transferId));
  return noteAnswer(deps, transfer, answer);
}

/** Calls a transfer off: at once where it never left, else by asking the bank until it says recalled or settled. */
export async function recallTransfer(deps: TransferDeps, { outboxId }: Effect): Promise<EffectAnswer> {
  const { pool, cipher, cases, instantBank } = deps;
  const { transfer, unsent, fact } = await inTransaction(pool, async (tx) => {
    const transfer = await transferOf(tx, cipher, outboxId);
    const unsent = await calledOffUnsent(tx, transfer.transferId);
    const fact = unsent ? await storeTransferFact(tx, cipher, transfer, { result: 'recalled' }) : undefined;
    return { transfer, unsent, fact };
  });
  if (fact) await cases.tell(transfer.caseId, fact).catch(() => undefined);
  if (unsent) return ok({ state: 'recalled' });
  if (isOver(transfer)) return ok({ state: transfer.state });
  return noteAnswer(deps, transfer, await instantBank.recall(transfer.transferId));
}

/** Stores what the bank said. Where the case cannot be told now, it is told again. */
async function noteAnswer(deps: TransferDeps, transfer: TransferOnFile, answer: InstantAnswer): Promise<EffectAnswer> {
  const { pool, cipher, cases } = deps;
  const { transferId, caseId } = transfer;
  if (!answer.ok || answer.value.state === 'notKnown') {
    await inTransaction(pool, (tx) => transferUnknown(tx, transferId));
    return answer.ok ? refuse('notKnown') : answer;
  }
  const { state, ...rest } = answer.value;
  if (state === 'accepted' || state === 'pending') {
    await inTransaction(pool, (tx) => transferUnderWay(tx, transferId));
    return refuse('notSettledYet');
  }
  const fact = await inTransaction(pool, (tx) =>
    storeTransferOutcome(tx, cipher, transfer, { result: state, ...rest }),
  );
  if (fact) await cases.tell(caseId, fact).catch(() => undefined);
  return ok({ state });
}

function isOver({ state }: TransferOnFile): boolean {
  return state === 'settled' || state === 'rejected' || state === 'recalled';
}

function orderOf({ transferId, amountFen, purpose, payee }: TransferOnFile, debtor: Debtor): InstantTransfer {
  return {
    transferId,
    amountFen,
    currency: 'CNY',
    creditor: payee,
    debtor: { account: debtor.accountNo, holder: debtor.name, bank: debtor.bankCode },
    purpose,
  };
}
