import type { WriteTx } from '../pool.ts';
import { type Asked, about, type Question } from '../questions.ts';

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

type WithReceipt = { readonly receipt: Receipt | null } | undefined;

/** Asks for the command that a key names, with its receipt where it has one; of any other key there is nothing to ask. */
export function commandOf(key: string): Asked<WithReceipt> | undefined {
  const commandId = idIn(key, 'command');
  return commandId ? about(commandId, receiptOf) : undefined;
}

const receiptOf: Question<WithReceipt> = {
  text: 'select receipt from command where command_id = $1',
  read: ([row]) => row,
};

function idIn(key: string, kind: 'fact' | 'command'): string | undefined {
  const [is, id, follows] = key.split(':');
  return is === kind && follows === undefined ? id : undefined;
}
