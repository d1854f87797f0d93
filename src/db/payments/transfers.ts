import type { DeclaredAccount } from '../../domain/case/declaration.ts';
import { type Fen, fen } from '../../domain/money.ts';
import type { RunId } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

export interface OpenedAccount extends DeclaredAccount {
  readonly accountId: string;
}

/** One line as the bank must know it. Month 'YYYY-MM'. */
export interface TransferRow {
  readonly endToEndId: string;
  readonly component: 'base' | 'topup';
  readonly month: string;
  readonly amountFen: Fen;
  readonly account: OpenedAccount;
}

/** One household of a run as the roster (发放花名册) shows it. */
export interface RosterHousehold {
  readonly township: string;
  readonly persons: number;
  readonly applicant: { readonly name: string; readonly idNumber: string };
  readonly certificate: string;
  readonly baseFen: Fen;
  readonly topUpFen: Fen;
  readonly account: OpenedAccount;
}

/** The account each household in benefit would be paid to in this run, opened. */
export async function readAccountsToPay(tx: Tx, cipher: Cipher, runId: RunId): Promise<OpenedAccount[]> {
  const { rows } = await tx.query<{ account_id: string; sealed: string }>(
    `select distinct on (a.case_id) a.account_id, a.sealed
       from disbursement d
       join entitlement e on e.county = d.county and e.month_from <= d.period and e.superseded_at is null
       join bank_account a on a.case_id = e.case_id
      where d.disbursement_id = $1
      order by a.case_id, a.valid_from desc, a.account_id desc`,
    [runId],
  );
  return rows.map((row) => opened(cipher, row.account_id, row.sealed));
}

/** What of a run goes to the bank, in the order of its lines: the same lines give the same file. */
export async function readTransfers(tx: Tx, cipher: Cipher, runId: RunId): Promise<TransferRow[]> {
  const { rows } = await tx.query<{
    end_to_end_id: string;
    component: 'base' | 'topup';
    month: string;
    amount_fen: number;
    account_id: string;
    sealed: string;
  }>(
    `select l.end_to_end_id, l.component, to_char(l.month, 'YYYY-MM') as month, l.amount_fen, l.account_id, a.sealed
       from payment_line l join bank_account a on a.account_id = l.account_id
      where l.disbursement_id = $1 and l.status <> 'held' order by l.line_id`,
    [runId],
  );
  return rows.map((row) => ({
    endToEndId: row.end_to_end_id,
    component: row.component,
    month: row.month,
    amountFen: fen(row.amount_fen),
    account: opened(cipher, row.account_id, row.sealed),
  }));
}

/** The run's households with what each is paid in it, held lines left out. */
export async function readRoster(tx: Tx, cipher: Cipher, runId: RunId): Promise<RosterHousehold[]> {
  const { rows } = await tx.query(
    `select coalesce(t.name, l.division) as township, app.members, l.account_id, a.sealed as account, p.person_id, p.sealed as person,
            (select e.certificate from entitlement e where e.case_id = l.case_id order by e.month_from desc limit 1) as certificate,
            (sum(l.amount_fen) filter (where l.component = 'base'))::bigint as base_fen,
            (sum(l.amount_fen) filter (where l.component = 'topup'))::bigint as topup_fen
       from payment_line l
       join application app on app.case_id = l.case_id
       left join division t on t.code = l.division
       join bank_account a on a.account_id = l.account_id
       join person p on p.case_id = l.case_id and p.is_applicant
      where l.disbursement_id = $1 and l.status <> 'held'
      group by l.division, t.name, l.case_id, app.members, l.account_id, a.sealed, p.person_id, p.sealed
      order by l.division, l.case_id`,
    [runId],
  );
  return rows.map((row) => ({
    township: row.township,
    persons: row.members,
    applicant: JSON.parse(cipher.open(row.person, `person:${row.person_id}`)),
    certificate: row.certificate,
    baseFen: fen(row.base_fen ?? 0),
    topUpFen: fen(row.topup_fen ?? 0),
    account: opened(cipher, row.account_id, row.account),
  }));
}

function opened(cipher: Cipher, accountId: string, sealed: string): OpenedAccount {
  return { accountId, ...(JSON.parse(cipher.open(sealed, `bank_account:${accountId}`)) as DeclaredAccount) };
}
