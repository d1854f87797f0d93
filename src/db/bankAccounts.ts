import type { DeclaredAccount } from '../domain/case/declaration.ts';
import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

export interface NewBankAccount {
  readonly accountId: string;
  readonly caseId: string;
  readonly division: string;
  readonly setBy: string;
  readonly account: DeclaredAccount;
  /** The first month of a run that is paid into it, 'YYYY-MM'; at once where it is left out. */
  readonly paysFrom?: string;
}

/** Adds a version; the newest one is the account money goes to. */
export async function addBankAccount(
  tx: Tx,
  cipher: Cipher,
  { accountId, caseId, division, setBy, account, paysFrom }: NewBankAccount,
): Promise<void> {
  await tx.query({
    name: 'add a bank account',
    text: `insert into bank_account (account_id, case_id, division, account_hash, sealed, valid_from, set_by, pays_from)
     values ($1, $2, $3, $4, $5, business_now(), $6, $7)`,
    values: [
      accountId,
      caseId,
      division,
      cipher.keyedHash(account.number),
      cipher.seal(JSON.stringify(account), `bank_account:${accountId}`),
      setBy,
      paysFrom === undefined ? null : `${paysFrom}-01`,
    ],
  });
}

/** From which month's run on the newest account is paid into. */
export async function paysFrom(tx: Tx, caseId: string): Promise<string> {
  const { rows } = await tx.query<{ pays_from: string | null }>(
    'select pays_from from bank_account where case_id = $1 order by valid_from desc, account_id desc limit 1',
    [caseId],
  );
  return rows[0]?.pays_from?.slice(0, 7) ?? '';
}

/** The first month of a county for which no run is opened yet, and not before this month. */
export async function nextUnopenedMonth(tx: Tx, county: string, thisMonth: string): Promise<string> {
  const { rows } = await tx.query<{ month: string }>(
    `select to_char(greatest($2::date, coalesce(max(period) + interval '1 month', $2::date)), 'YYYY-MM') as month
       from disbursement where county = $1`,
    [county, `${thisMonth}-01`],
  );
  return rows[0]!.month;
}
