import { expect } from 'vitest';
import { firstBreakOf } from '../../../src/db/chainedRow.ts';
import { readRunJournal } from '../../../src/db/payments/journal.ts';
import { inTransaction } from '../../../src/db/pool.ts';
import type { RunId } from '../../../src/domain/payments/run.ts';
import type { TestDatabase } from '../../support/database.ts';

/** A run that was paid by one report has each step in its journal once, and its chain is whole. */
export async function expectWholeJournal(database: TestDatabase, runId: RunId): Promise<void> {
  const journal = await inTransaction(database.worker, (tx) => readRunJournal(tx, runId));
  expect(firstBreakOf(journal)).toBeUndefined();
  expect(journal.map(({ type }) => type)).toEqual([
    'opened',
    'prepared',
    'signed',
    'signed',
    'filed',
    'handedOver',
    'reportPosted',
    'closed',
  ]);
}
