import { readBusinessClock } from '../../src/db/businessClock.ts';
import { storeOutgoing } from '../../src/db/payments/files.ts';
import { appendRunEvent, lockRun } from '../../src/db/payments/journal.ts';
import { postLines } from '../../src/db/payments/ledger.ts';
import { runOf, setRunState } from '../../src/db/payments/runs.ts';
import { signedFor } from '../../src/db/payments/sign.ts';
import { readAccountsToPay, readRoster, readTransfers, type TransferRow } from '../../src/db/payments/transfers.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import { businessDateOf } from '../../src/domain/calendar.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { addFen, fen } from '../../src/domain/money.ts';
import { messageIdOf, parseRunId, type RunId } from '../../src/domain/payments/run.ts';
import { policyOn } from '../../src/domain/policy.ts';
import {
  type CreditTransfer,
  type CreditTransferRun,
  creditTransferProblem,
  paymentFile,
} from '../../src/gateways/bank/pain001.ts';
import { rosterCsv } from '../../src/gateways/bank/roster.ts';
import type { DisbursementDeps } from '../disbursement.ts';

export type Debtor = CreditTransferRun['debtor'];

/** Accounts that no bank would take as they are written; their households are held, so that they cannot stop the run. */
export async function unusableAccounts(tx: Tx, cipher: Cipher, runId: RunId): Promise<string[]> {
  const accounts = await readAccountsToPay(tx, cipher, runId);
  const asTransfer = (account: (typeof accounts)[number]) =>
    transferOf({
      endToEndId: 'probe',
      component: 'base',
      month: '2000-01',
      amountFen: fen(1),
      account,
    });
  return accounts.filter((account) => creditTransferProblem(asTransfer(account))).map(({ accountId }) => accountId);
}

/** Orders what was signed for: both files stored with their hashes, the lines ordered and posted, in one transaction. */
export async function fileRun(tx: Tx, { cipher, policy, debtorOf }: DisbursementDeps, runId: RunId): Promise<void> {
  await lockRun(tx, runId);
  if ((await runOf(tx, runId)).state !== 'signed') return;
  const { county, period } = parseRunId(runId)!;
  const { now } = await readBusinessClock(tx);
  const today = businessDateOf(now);
  const dueDay = policyOn((await policy.read(tx)).book, 'payment.dueDay', county as DivisionCode, today, today);
  if (!dueDay.ok) throw new Error('No payment.dueDay is set for the county; add it to counties/*.yaml, and reload');
  const payDay = `${period}-${String(dueDay.value.value).padStart(2, '0')}`;

  const messageId = messageIdOf(runId);
  const payment = paymentFile({
    messageId,
    createdAt: new Date(now).toISOString(),
    debtor: await debtorOf(tx, county),
    requestedExecutionDate: payDay > today ? payDay : today,
    lines: (await readTransfers(tx, cipher, runId)).map(transferOf),
  });
  const signed = await signedFor(tx, runId);
  if (payment.count !== signed.lines || payment.totalFen !== signed.fen)
    throw new Error('The file differs from what was signed for; the run must be looked into before anything is paid');

  const stored = await storeOutgoing(tx, cipher, runId, {
    kind: 'pain.001',
    name: `${messageId}.xml`,
    bytes: payment.bytes,
  });
  const roster = await storeOutgoing(tx, cipher, runId, {
    kind: 'roster',
    name: `${messageId}.csv`,
    bytes: await rosterOf(tx, cipher, runId),
  });
  await tx.query(
    `update payment_line set status = 'ordered', ordered_at = business_now() where disbursement_id = $1 and status = 'planned'`,
    [runId],
  );
  await postLines(tx, runId, 'ordered');
  await setRunState(tx, runId, 'filed');
  const data = { file: stored, roster, lines: payment.count, totalFen: payment.totalFen };
  await appendRunEvent(tx, { runId, type: 'filed', actor: 'system', data, key: 'filed' });
}

function transferOf({ endToEndId, amountFen, component, month, account }: TransferRow): CreditTransfer {
  const what = component === 'base' ? '最低生活保障金' : '分类施保金';
  return {
    endToEndId,
    amountFen,
    creditorName: account.holder,
    creditorAccount: account.number,
    creditorBankName: account.bankName,
    remittance: `${what} ${month}`,
  };
}

async function rosterOf(tx: Tx, cipher: Cipher, runId: RunId): Promise<Uint8Array> {
  const households = await readRoster(tx, cipher, runId);
  return rosterCsv(
    households.map(({ township, persons, applicant, certificate, baseFen, topUpFen, account }) => ({
      region: township,
      name: applicant.name,
      idNumber: applicant.idNumber,
      persons,
      baseFen,
      topUpFen,
      totalFen: addFen(baseFen, topUpFen),
      accountName: account.holder,
      bankName: account.bankName,
      accountNo: account.number,
      certificateNo: certificate,
    })),
  );
}
