import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Doer } from '../src/domain/case/events.ts';
import type { RunId } from '../src/domain/payments/run.ts';
import type { Receipt } from './messages.ts';

/** A finance officer's command about a run, stored before it is sent. */
export interface RunMessage {
  readonly commandId: string;
  readonly doer: Doer;
  /** The total on the officer's screen; only a signature needs one. */
  readonly totalFen: number;
  /** The tip of the run's journal, read when the message was sent: who knows less than that judges nothing. */
  readonly tip: number;
}

export const signDisbursement = defineUpdate<Receipt, [RunMessage]>('signDisbursement');
export const closeDisbursement = defineUpdate<Receipt, [RunMessage]>('closeDisbursement');
/** A file of the bank's for this run is stored. */
export const bankReported = defineSignal('bankReported');

/** The workflow id of a county's run of a period. */
export function disbursementWorkflowId(runId: RunId): string {
  return `disbursement:${runId}`;
}
