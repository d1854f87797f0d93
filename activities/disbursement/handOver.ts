import { type StoredFile, settleFile } from '../../src/db/payments/files.ts';
import { appendRunEvent, lockRun } from '../../src/db/payments/journal.ts';
import { runOf } from '../../src/db/payments/runs.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { RunId } from '../../src/domain/payments/run.ts';

/** Records that the bank has a run's file. The bank directory gives it once for ever, so a crash before this is harmless. */
export async function handedOver(tx: Tx, runId: RunId, { fileId, name, sha256 }: StoredFile): Promise<void> {
  await lockRun(tx, runId);
  if ((await runOf(tx, runId)).state !== 'filed') return;
  await tx.query(
    `update disbursement set state = 'handedOver', handed_over_at = business_now() where disbursement_id = $1`,
    [runId],
  );
  await settleFile(tx, fileId);
  await appendRunEvent(tx, { runId, type: 'handedOver', actor: 'system', data: { name, sha256 }, key: 'handedOver' });
}
