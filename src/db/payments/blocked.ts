import { createHash, randomUUID } from 'node:crypto';
import { heldByRegister } from '../../contracts/paymentReasons.ts';
import type { RunId } from '../../domain/payments/run.ts';
import { canonical } from '../case/journal.ts';
import { storeFacts } from '../inbox/facts.ts';
import type { Tx } from '../pool.ts';

/** A household whose account stops its payment, and why: a code of the bank's or of the hold list. */
interface Blocked {
  readonly case_id: string;
  readonly division: string;
  readonly reason: string;
  /** Unique to what is said, so that it is said once. */
  readonly source_id: string;
}

/**
 * Tells each household's case of its returned payment, once per run however many lines and reports: the account is
 * the same for all of them. A household that has given another account since has nothing to put right. Stored as a
 * fact; told now, or again by the relay.
 */
export async function sayReturned(tx: Tx, runId: RunId, lineIds: readonly number[]): Promise<void> {
  const { rows } = await tx.query<Blocked>(
    `select l.case_id, l.division, min(l.reason) as reason,
            (select min(all_of.end_to_end_id) from payment_line all_of
              where all_of.disbursement_id = $1 and all_of.case_id = l.case_id and all_of.status <> 'held') as source_id
       from payment_line l join bank_account used using (account_id)
      where l.disbursement_id = $1 and l.line_id = any($2)
        and not exists (select from bank_account newer
                         where newer.case_id = l.case_id and (newer.valid_from, newer.account_id) > (used.valid_from, used.account_id))
      group by l.case_id, l.division`,
    [runId, lineIds],
  );
  await say(tx, runId, 'bank', rows);
}

/**
 * Tells each household's case that its payment is held for want of an account that can be paid: somebody must put it
 * right, or the family is forgotten month by month. What a register says is another matter, and no account's; an account
 * newly changed is waited for.
 */
export async function sayHeld(tx: Tx, runId: RunId): Promise<void> {
  const { rows } = await tx.query<Blocked>(
    `select case_id, division, min(reason) as reason, $1 || ' ' || case_id as source_id
       from payment_line where disbursement_id = $1 and status = 'held' and reason <> all($2)
      group by case_id, division order by case_id`,
    [runId, [...heldByRegister, 'accountNewlyChanged']],
  );
  await say(tx, runId, 'payments', rows);
}

async function say(tx: Tx, runId: RunId, source: string, blocked: readonly Blocked[]): Promise<void> {
  const facts = blocked.map(({ case_id, division, reason, source_id }) => {
    const payload = { disbursement: runId, reason };
    return {
      factId: randomUUID(),
      caseId: case_id,
      division,
      name: 'paymentBlocked',
      factKey: '',
      source,
      sourceId: source_id,
      payload,
      sealed: undefined,
      contentHash: createHash('sha256').update(canonical(payload)).digest('hex'),
    };
  });
  await storeFacts(tx, facts);
}

/** What a run has said of blocked payments and no case has taken up yet. */
export async function untoldBlocks(tx: Tx, runId: RunId): Promise<{ caseId: string; factId: string; name: string }[]> {
  const { rows } = await tx.query<{ case_id: string; fact_id: string; name: string }>(
    `select case_id, fact_id, name from fact
      where name = 'paymentBlocked' and payload->>'disbursement' = $1 and consumed_at is null`,
    [runId],
  );
  return rows.map((row) => ({ caseId: row.case_id, factId: row.fact_id, name: row.name }));
}
