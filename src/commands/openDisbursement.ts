import { readBusinessClock } from '../db/businessClock.ts';
import { storeCommand } from '../db/inbox/commands.ts';
import { writeReceipt } from '../db/inbox/receipts.ts';
import { openRun } from '../db/payments/runs.ts';
import { inDivision } from '../db/pool.ts';
import { businessDateOf, firstMonthAfter } from '../domain/calendar.ts';
import type { Doer } from '../domain/case/events.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import type { RunId, RunRefusal } from '../domain/payments/run.ts';
import type { RunDeps } from './orderRun.ts';

export interface Opening {
  readonly commandId: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly doer: Doer;
  readonly county: string;
  /** 'YYYY-MM'; at the latest the month after this one. */
  readonly period: string;
}

/**
 * Opens a county's run of a period, or finds it: stored first, then its workflow is started with the run's id alone; a
 * start that is lost is made up by the bank watcher.
 */
export async function openDisbursement(
  deps: RunDeps,
  opening: Opening,
): Promise<Outcome<RunId, RunRefusal | 'idempotencyKeyReused'>> {
  const { commandId, key, bodyHash, doer, county, period } = opening;
  if (county !== doer.division) return refuse('otherCounty');
  const opened = await inDivision(deps.pool, doer.division, async (tx) => {
    const { now } = await readBusinessClock(tx);
    if (period > firstMonthAfter(businessDateOf(now))) return refuse('periodTooFarAhead' as const);
    const { command } = await storeCommand(tx, {
      commandId,
      actor: doer.officer,
      key,
      bodyHash,
      kind: 'openDisbursement',
      caseId: undefined,
      taskId: undefined,
      division: doer.division,
      payload: { doer, outcome: 'opened', particulars: { county, period } },
      sealed: undefined,
      contentHash: bodyHash,
    });
    if (command.bodyHash !== bodyHash) return refuse('idempotencyKeyReused' as const);
    const runId = await openRun(tx, county, period, doer.officer);
    writeReceipt(tx, `command:${command.commandId}`, { seq: 0, at: new Date(now).toISOString() });
    return ok(runId);
  });
  if (opened.ok) await startSoon(deps, opened.value);
  return opened;
}

/** Starts the run's workflow, waiting no longer than two seconds: the run is stored, and the watcher starts what is not. */
async function startSoon({ runs }: RunDeps, runId: RunId): Promise<void> {
  await Promise.race([runs.start(runId).catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
}
