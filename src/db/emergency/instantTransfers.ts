import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

export interface Payee {
  readonly holder: string;
  readonly bank: string;
  readonly account: string;
}

export interface NewTransfer {
  /** `publicId(caseId, key)` of the effect that asks for it. */
  readonly transferId: string;
  readonly caseId: CaseId;
  readonly division: string;
  readonly amountFen: number;
  readonly purpose: string;
  readonly payee: Payee;
  readonly at: Date;
}

/** Plans a transfer, in the transaction that asks for its effect. Nothing leaves before that is committed. */
export async function planTransfer(tx: Tx, cipher: Cipher, transfer: NewTransfer): Promise<void> {
  const { transferId, caseId, division, amountFen, purpose, payee, at } = transfer;
  const text = JSON.stringify(payee);
  await tx.query(
    `insert into instant_transfer (transfer_id, case_id, division, amount_fen, purpose, sealed, content_hash, planned_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      transferId,
      caseId,
      division,
      amountFen,
      purpose,
      cipher.seal(text, boundTo(transferId)),
      cipher.contentHash(text, caseId),
      at,
    ],
  );
}

/** Names the call that is to recall a transfer, in the transaction that asks for it. */
export async function planRecall(tx: Tx, transferId: string, recallId: string): Promise<void> {
  await tx.query('update instant_transfer set recall_id = $2 where transfer_id = $1', [transferId, recallId]);
}

export type TransferResult = 'settled' | 'rejected' | 'recalled';

export interface TransferOnFile {
  readonly transferId: string;
  readonly caseId: CaseId;
  readonly division: string;
  readonly amountFen: number;
  readonly purpose: string;
  readonly payee: Payee;
  readonly state: 'planned' | 'sent' | TransferResult;
}

/** The transfer a call of the outbox is about: the one it sends, or the one it recalls. */
export async function transferOf(tx: Tx, cipher: Cipher, outboxId: string): Promise<TransferOnFile> {
  const { rows } = await tx.query(
    `select transfer_id, case_id, division, amount_fen, purpose, sealed, state from instant_transfer
     where transfer_id = $1 or recall_id = $1`,
    [outboxId],
  );
  const row = rows[0];
  if (!row) throw new Error('A call asks for a transfer that is not planned');
  return {
    transferId: row.transfer_id,
    caseId: row.case_id,
    division: row.division,
    amountFen: Number(row.amount_fen),
    purpose: row.purpose,
    payee: JSON.parse(cipher.open(row.sealed, boundTo(row.transfer_id))),
    state: row.state,
  };
}

/** Whether this caller, and nobody else ever, may send it. To be committed before the request leaves. */
export async function mayBeSentNow(tx: Tx, transferId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update instant_transfer set state = 'sent', sent_at = business_now() where transfer_id = $1 and state = 'planned'`,
    [transferId],
  );
  return rowCount === 1;
}

/** Whether the transfer could be called off before it ever left. */
export async function calledOffUnsent(tx: Tx, transferId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update instant_transfer set state = 'recalled', ended_at = business_now() where transfer_id = $1 and state = 'planned'`,
    [transferId],
  );
  return rowCount === 1;
}

/** The bank gave no answer about a transfer that may have left. */
export async function transferUnknown(tx: Tx, transferId: string): Promise<void> {
  await tx.query(
    `update instant_transfer set unknown_since = coalesce(unknown_since, business_now()) where transfer_id = $1 and state = 'sent'`,
    [transferId],
  );
}

/** The bank has it, and has not decided. */
export async function transferUnderWay(tx: Tx, transferId: string): Promise<void> {
  await tx.query(
    'update instant_transfer set unknown_since = null where transfer_id = $1 and unknown_since is not null',
    [transferId],
  );
}

export interface TransferEnd {
  readonly result: TransferResult;
  readonly reason?: string | undefined;
  readonly reference?: string | undefined;
}

/** What became of it. The first final word holds; another one is kept as a contradiction. True where it is news. */
export async function endTransfer(
  tx: Tx,
  transferId: string,
  { result, reason, reference }: TransferEnd,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update instant_transfer set state = $2, reason = $3, bank_reference = $4, ended_at = business_now(), unknown_since = null
     where transfer_id = $1 and state = 'sent'`,
    [transferId, result, reason ?? null, reference ?? null],
  );
  if (rowCount === 1) return true;
  await tx.query(
    `insert into instant_contradiction (transfer_id, division, said, reason, said_at)
     select transfer_id, division, $2, $3, business_now() from instant_transfer where transfer_id = $1 and state <> $2
     on conflict do nothing`,
    [transferId, result, reason ?? null],
  );
  return false;
}

const boundTo = (transferId: string) => `instantTransfer:${transferId}`;
