import type { Tx } from '../pool.ts';

/** Remembers a signed message; false where it was remembered before, so that it is a replay. */
export async function rememberCallback(tx: Tx, source: string, nonce: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into callback_nonce (source, nonce) values ($1, $2) on conflict do nothing',
    [source, nonce],
  );
  return rowCount === 1;
}

/** The case that sent a request, by the id of its outbox row; undefined where nobody did. */
export async function readRequester(
  tx: Tx,
  outboxId: string,
): Promise<{ caseId: string; township: string; members: number } | undefined> {
  const { rows } = await tx.query(
    `select o.case_id, a.township, a.members from outbox o join application a using (case_id) where o.outbox_id = $1 and o.effect = 'requestCheck'`,
    [outboxId],
  );
  return rows[0] && { caseId: rows[0].case_id, township: rows[0].township, members: rows[0].members };
}
