import type { DeclaredAccount } from '../domain/case/declaration.ts';
import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

export interface NewBankAccount {
  readonly accountId: string;
  readonly caseId: string;
  readonly division: string;
  readonly setBy: string;
  readonly account: DeclaredAccount;
}

/** Adds a version; the newest one is the account money goes to. */
export async function addBankAccount(
  tx: Tx,
  cipher: Cipher,
  { accountId, caseId, division, setBy, account }: NewBankAccount,
): Promise<void> {
  await tx.query(
    `insert into bank_account (account_id, case_id, division, account_hash, sealed, valid_from, set_by)
     values ($1, $2, $3, $4, $5, business_now(), $6)`,
    [
      accountId,
      caseId,
      division,
      cipher.keyedHash(account.number),
      cipher.seal(JSON.stringify(account), `bank_account:${accountId}`),
      setBy,
    ],
  );
}
