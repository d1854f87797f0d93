import type { InstantState, InstantTransfer } from '../../contracts/instantTransfer.ts';
import { book, readBankBook } from '../bank/book.ts';
import type { InstantBankMode } from './modes.ts';

interface Account {
  readonly state: InstantState;
  readonly transfer?: InstantTransfer;
  /** What `release` makes of it. */
  readonly later?: 'settled' | 'rejected';
  readonly recallable?: boolean;
}

const recalledCode = 'CUST';
const rejectedCode = 'AC04';

/** The bank's inside: one thing after the other, and nothing said that is not in the book first. */
export async function instantTeller(dir: string) {
  const known = new Map<string, Account>();
  const underway: InstantTransfer[] = [];
  for (const { file, messageId, result, reasonCode } of await readBankBook(dir)) {
    if (file !== fileOf(messageId)) continue;
    if (result === 'credited') known.set(messageId, { state: { state: 'settled', reference: referenceOf(messageId) } });
    else if (reasonCode === recalledCode) known.set(messageId, { state: { state: 'recalled' } });
    else known.set(messageId, { state: { state: 'rejected', reason: reasonCode ?? rejectedCode } });
  }
  let working: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = working.catch(() => undefined).then(work);
    working = turn;
    return turn;
  };

  const finish = async (transferId: string, as: 'settled' | 'rejected' | 'recalled', transfer?: InstantTransfer) => {
    const reasonCode = as === 'rejected' ? rejectedCode : as === 'recalled' ? recalledCode : undefined;
    await book(dir, fileOf(transferId), [
      {
        file: fileOf(transferId),
        at: new Date().toISOString(),
        messageId: transferId,
        endToEndId: transferId,
        accountNo: transfer?.creditor.account ?? '',
        amountFen: transfer?.amountFen ?? 0,
        result: as === 'settled' ? 'credited' : 'returned',
        ...(reasonCode ? { reasonCode } : {}),
      },
    ]);
    const state: InstantState =
      as === 'settled'
        ? { state: 'settled', reference: referenceOf(transferId) }
        : as === 'rejected'
          ? { state: 'rejected', reason: rejectedCode }
          : { state: 'recalled' };
    known.set(transferId, { state, ...(transfer ? { transfer } : {}) });
    return state;
  };

  const execute = async (transfer: InstantTransfer, mode: InstantBankMode): Promise<InstantState | 'otherContent'> => {
    const { transferId } = transfer;
    const before = known.get(transferId);
    if (before?.transfer && JSON.stringify(before.transfer) !== JSON.stringify(transfer)) return 'otherContent';
    if (before) return before.state;
    if (mode === 'rejects') return finish(transferId, 'rejected', transfer);
    if (mode !== 'acceptsThenSettles' && mode !== 'acceptsThenRejects' && mode !== 'recallPending') {
      return finish(transferId, 'settled', transfer);
    }
    const state: InstantState = { state: 'accepted', reference: referenceOf(transferId) };
    const later = mode === 'acceptsThenRejects' ? 'rejected' : 'settled';
    known.set(transferId, { state, transfer, later, recallable: mode !== 'recallPending' });
    return state;
  };

  return {
    take: (transfer: InstantTransfer, mode: InstantBankMode) => inTurn(() => execute(transfer, mode)),
    arriveLater: (transfer: InstantTransfer) => void underway.push(transfer),
    stateOf: (transferId: string, lying: boolean) =>
      inTurn(async (): Promise<InstantState> => {
        const state = known.get(transferId)?.state ?? { state: 'notKnown' };
        return lying && state.state === 'settled' ? { state: 'rejected', reason: rejectedCode } : state;
      }),
    /** Closes the id for good, also one that never came; what is settled stays settled. */
    recall: (transferId: string) =>
      inTurn(async (): Promise<InstantState> => {
        const at = known.get(transferId);
        if (at && at.state.state !== 'accepted') return at.state;
        if (at?.recallable === false) return { state: 'pending' };
        return finish(transferId, 'recalled', at?.transfer);
      }),
    release: () =>
      inTurn(async () => {
        for (const [transferId, { later, transfer, state }] of [...known]) {
          if (later && state.state === 'accepted') await finish(transferId, later, transfer);
        }
        for (const transfer of underway.splice(0)) await execute(transfer, 'normal');
      }),
  };
}

const fileOf = (transferId: string) => `instant:${transferId}`;
const referenceOf = (transferId: string) => `IB:${transferId}`.slice(0, 120);
