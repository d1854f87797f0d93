import type { Tx, WriteTx } from '../pool.ts';

interface Receipt {
  readonly commandId: string;
  readonly seq: number;
  readonly at: string;
}

/**
 * A commit under `command:<id>` writes that command's receipt; one under `fact:<id>` marks the fact as consumed; what
 * follows from them has a key of its own. In the record's own transaction, so that receipt and journal can never differ.
 */
export function writeReceipt(tx: WriteTx, key: string, done: Omit<Receipt, 'commandId'>): Receipt | undefined {
  const factId = idIn(key, 'fact');
  if (factId)
    tx.send(`update fact set consumed_at = $2, outcome = 'recorded' where fact_id = $1 and consumed_at is null`, [
      factId,
      done.at,
    ]);
  const commandId = idIn(key, 'command');
  if (!commandId) return undefined;
  const receipt = { commandId, ...done };
  tx.send({
    name: 'write a receipt',
    text: 'update command set receipt = $2 where command_id = $1 and receipt is null',
    values: [commandId, receipt],
  });
  return receipt;
}

/** The command that a key names, with its receipt where it has one; undefined where none is on file, and of any other key. */
export async function commandOf(tx: Tx, key: string): Promise<{ readonly receipt: Receipt | null } | undefined> {
  const commandId = idIn(key, 'command');
  if (!commandId) return undefined;
  const { rows } = await tx.query<{ receipt: Receipt | null }>({
    name: 'receipt of a command',
    text: 'select receipt from command where command_id = $1',
    values: [commandId],
  });
  return rows[0];
}

function idIn(key: string, kind: 'fact' | 'command'): string | undefined {
  const [is, id, follows] = key.split(':');
  return is === kind && follows === undefined ? id : undefined;
}
