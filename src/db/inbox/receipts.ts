import type { Tx } from '../pool.ts';

/**
 * A commit under `command:<id>` carries that command's receipt; one under `fact:<id>` marks the fact as consumed. Written
 * in the record's own transaction, so that receipt and journal can never differ. Without `done` the stored receipt is read.
 */
export async function writeReceipt(
  tx: Tx,
  key: string,
  done: { readonly seq: number; readonly at: string } | undefined,
) {
  const [kind, id] = key.split(':');
  if (kind === 'fact' && id && !key.endsWith(':then') && done) {
    await tx.query(
      `update fact set consumed_at = $2, outcome = 'recorded' where fact_id = $1 and consumed_at is null`,
      [id, done.at],
    );
  }
  if (kind !== 'command' || !id) return undefined;
  if (done) {
    await tx.query('update command set receipt = $2 where command_id = $1 and receipt is null', [
      id,
      { commandId: id, ...done },
    ]);
  }
  const { rows } = await tx.query<{ receipt: { commandId: string; seq: number; at: string } | null }>(
    'select receipt from command where command_id = $1',
    [id],
  );
  return rows[0]?.receipt ?? undefined;
}
