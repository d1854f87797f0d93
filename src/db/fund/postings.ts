import { type Outcome, ok, refuse } from '../../domain/outcome.ts';
import type { Tx } from '../pool.ts';

export interface FundOf {
  readonly township: string;
  readonly year: number;
}

type Account = 'fund' | 'held' | 'spent' | 'treasury';

/** What each posting does: `[debit, credit]`. */
const kinds = {
  opening: ['fund', 'treasury'],
  topUp: ['fund', 'treasury'],
  settlement: ['fund', 'treasury'],
  carriedBack: ['treasury', 'fund'],
  hold: ['held', 'fund'],
  release: ['fund', 'held'],
  spend: ['spent', 'held'],
  back: ['fund', 'spent'],
} as const satisfies Record<string, readonly [Account, Account]>;
export type PostingKind = keyof typeof kinds;

export interface Posting {
  readonly kind: PostingKind;
  /** Unique to what brings it. */
  readonly of: string;
  readonly amountFen: number;
  readonly by: string;
  readonly caseId?: string | undefined;
  readonly reason?: string | undefined;
}

/** Posts on both sides, one posting of a fund after another; the same a second time changes nothing. False where it was there. */
export async function post(tx: Tx, { township, year }: FundOf, posting: Posting): Promise<boolean> {
  const { kind, of, amountFen, by, caseId, reason } = posting;
  const [debit, credit] = kinds[kind];
  // The entries' numbers are in the order of their commits: a daily root counts them.
  await tx.query('select from standby_fund where township = $1 and year = $2 for update', [township, year]);
  const { rowCount } = await tx.query(
    `insert into standby_entry (township, year, posting, account, debit_fen, credit_fen, at, by_officer, case_id, reason)
     select $1, $2, $3, side.account, case side.nth when 1 then $4::bigint else 0 end,
            case side.nth when 2 then $4::bigint else 0 end, business_now(), $5, $6, $7
       from (values (1, $8::text), (2, $9::text)) side(nth, account)
     on conflict (posting, account) do nothing`,
    [township, year, `${kind}:${of}`, amountFen, by, caseId ?? null, reason ?? null, debit, credit],
  );
  return rowCount === 2;
}

export type FundRefusal = 'fundNotOpened' | 'fundExhausted';

/**
 * Sets money aside for a decision that is stored and not recorded yet. The fund's row is locked until the end of the
 * transaction, so that what is left is asked of one at a time.
 */
export async function holdFromFund(
  tx: Tx,
  fund: FundOf,
  hold: { readonly commandId: string; readonly amountFen: number; readonly by: string; readonly caseId: string },
): Promise<Outcome<undefined, FundRefusal>> {
  const { rows } = await tx.query<{ left: number }>(
    'select available_fen + overdraft_fen as left from standby_fund where township = $1 and year = $2 for update',
    [fund.township, fund.year],
  );
  const row = rows[0];
  if (!row) return refuse('fundNotOpened');
  if (row.left < hold.amountFen) return refuse('fundExhausted');
  await post(tx, fund, { kind: 'hold', of: hold.commandId, ...hold });
  return ok(undefined);
}

interface Held extends FundOf {
  readonly amountFen: number;
  readonly by: string;
  readonly caseId: string;
}

async function heldBy(tx: Tx, commandId: string): Promise<Held | undefined> {
  const { rows } = await tx.query<Held>(
    `select township, year, debit_fen as "amountFen", by_officer as by, case_id as "caseId"
       from standby_entry where posting = 'hold:' || $1 and account = 'held'`,
    [commandId],
  );
  return rows[0];
}

/** A decision that was refused leaves no money set aside. Nothing where none was. */
export async function releaseHold(tx: Tx, commandId: string): Promise<void> {
  const held = await heldBy(tx, commandId);
  if (held) await post(tx, held, { kind: 'release', of: commandId, ...held });
}

/** What was set aside is given, with the event that says so. */
export async function spendHeld(tx: Tx, commandId: string, aidId: string): Promise<void> {
  const held = await heldBy(tx, commandId);
  if (!held) throw new Error('Aid is given from a fund in which nothing was set aside for it');
  await post(tx, held, { kind: 'spend', of: aidId, ...held });
}

/** Money that did not reach anybody is the fund's again. */
export async function giveBack(tx: Tx, aidId: string): Promise<void> {
  const { rows } = await tx.query<Held>(
    `select township, year, debit_fen as "amountFen", by_officer as by, case_id as "caseId"
       from standby_entry where posting = 'spend:' || $1 and account = 'spent'`,
    [aidId],
  );
  const spent = rows[0];
  if (spent) await post(tx, spent, { kind: 'back', of: aidId, ...spent });
}
