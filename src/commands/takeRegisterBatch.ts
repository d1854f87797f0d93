import type { FactMessage } from '../../workflows/messages.ts';
import {
  type RefusedRow,
  type RegisterBatch,
  type RegisterRow,
  type RowFault,
  registerRowSchema,
} from '../contracts/registers.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { canonical } from '../db/case/journal.ts';
import { storeFacts } from '../db/inbox/facts.ts';
import type { Tx } from '../db/pool.ts';
import { flagMatches, type HashedRow, rememberBatch } from '../db/registers/batches.ts';
import { matchFact } from '../db/registers/matchFact.ts';
import type { Cipher } from '../db/sealed.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { parseIdNumber } from '../domain/idNumber.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';

export interface BatchTaken {
  /** False for a batch that was known: nothing was done. */
  readonly isNew: boolean;
  readonly refused: readonly RefusedRow[];
  /** How many rows are of a member of a family in benefit or applying; never told to the sender. */
  readonly matched: number;
  /** The cases to be told. Where that fails the relay does it. */
  readonly toTell: readonly { readonly caseId: CaseId; readonly fact: FactMessage }[];
}

/** Takes what registers say: rows are judged one by one, matched all at once, and each match is a fact of its case. */
export async function takeRegisterBatch(
  tx: Tx,
  cipher: Cipher,
  batch: RegisterBatch,
): Promise<BatchTaken | 'batchIdReused'> {
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const rows: HashedRow[] = [];
  const refused: RefusedRow[] = [];
  batch.rows.forEach((given, i) => {
    const row = rowOf(given, today, cipher);
    if (row.ok) rows.push(row.value);
    else refused.push({ row: i + 1, why: row.refusal });
  });
  const contentHash = cipher.keyedHash(canonical(batch));
  const { knownAs } = await rememberBatch(tx, {
    batchId: batch.batchId,
    contentHash,
    rows: batch.rows.length,
    refused,
  });
  if (knownAs !== undefined)
    return knownAs === contentHash ? { isNew: false, refused, matched: 0, toTell: [] } : 'batchIdReused';
  const { matched, fresh } = await flagMatches(tx, batch.batchId, rows);
  const facts = fresh.map((match) => matchFact(match, cipher));
  await storeFacts(tx, facts);
  const toTell = facts.map(({ caseId, factId, name }) => ({ caseId: caseId as CaseId, fact: { factId, name } }));
  return { isNew: true, refused, matched, toTell };
}

function rowOf(given: unknown, today: string, cipher: Cipher): Outcome<HashedRow, RowFault> {
  const read = registerRowSchema.safeParse(given);
  if (!read.success)
    return refuse(read.error.issues.some(({ path }) => path[0] === 'kind') ? 'kindUnknown' : 'rowInvalid');
  const { idNumber, ...row }: RegisterRow = read.data;
  const parsed = parseIdNumber(idNumber);
  if (!parsed.ok) return refuse('idNumberInvalid');
  if (row.on > today) return refuse('dateInFuture');
  return ok({ ...row, idNumberHash: cipher.keyedHash(parsed.value) });
}
