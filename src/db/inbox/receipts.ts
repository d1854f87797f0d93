import type { Tx } from '../pool.ts';

interface Receipt {
  readonly commandId: string;
  readonly seq: number;
  readonly at: string;
}

/**
 * A commit under `command:<id>` writes that command's receipt; one under `fact:<id>` marks the fact as consumed; what
 * follows from them has a key of its own. In the record's own transaction, so that receipt and journal can never differ.
 */
export async function writeReceipt(tx: Tx, key: string, done: Omit<Receipt, 'commandId'>): Promise<void> {
  const factId = idIn(key, 'fact');
  if (factId) {
    await tx.query(
      `update fact set consumed_at = $2, outcome = 'recorded' where fact_id = $1 and consumed_at is null`,
      [factId, done.at],
    );
  }
  const commandId = idIn(key, 'command');
  if (commandId) {
    await tx.query('update command set receipt = $2 where command_id = $1 and receipt is null', [
      commandId,
      { commandId, ...done },
    ]);
  }
}

/** The receipt stored with the command that a key names; of any other key, none. */
export async function receiptOf(tx: Tx, key: string): Promise<{ readonly receipt?: Receipt }> {
  const commandId = idIn(key, 'command');
  if (!commandId) return {};
  const { rows } = await tx.query<{ receipt: Receipt | null }>('select receipt from command where command_id = $1', [
    commandId,
  ]);
  return rows[0]?.receipt ? { receipt: rows[0].receipt } : {};
}

function idIn(key: string, kind: 'fact' | 'command'): string | undefined {
  const [is, id, follows] = key.split(':');
  return is === kind && follows === undefined ? id : undefined;
}
