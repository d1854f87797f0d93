import {
  type Client,
  type WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  bankReported,
  closeDisbursement,
  disbursementWorkflowId,
  type RunMessage,
  signDisbursement,
} from '../../workflows/disbursementMessages.ts';
import type { Receipt } from '../../workflows/messages.ts';
import type { RunId } from '../domain/payments/run.ts';
import { inStep } from '../tracing/spans.ts';

export const runCommandKinds = ['signDisbursement', 'closeDisbursement'] as const;
export type RunCommandKind = (typeof runCommandKinds)[number];

/** What came back when a command was sent. `unknown`: it may have been recorded; only PostgreSQL can tell. */
export type RunSent =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown' };

/** The runs' workflows as the rest of the system speaks to them. */
export interface RunClient {
  /** Starts a run from its id alone; one that runs is left alone, and one that has ended ends again at once. */
  start(runId: RunId): Promise<void>;
  /** The same for one that may run and know more than the record does: it ends, and begins from the record. */
  startAgain(runId: RunId): Promise<void>;
  send(kind: RunCommandKind, runId: RunId, message: RunMessage): Promise<RunSent>;
  /** A file of the bank's is stored for this run. */
  reported(runId: RunId): Promise<void>;
}

const answerWithin = 10_000;
const updates = { signDisbursement, closeDisbursement };

export function runClient(client: Client, taskQueue: string): RunClient {
  async function start(runId: RunId, whereItRuns: WorkflowIdConflictPolicy = 'USE_EXISTING'): Promise<void> {
    await client.workflow.start('disbursement', {
      workflowId: disbursementWorkflowId(runId),
      taskQueue,
      args: [runId],
      workflowTaskTimeout: '3s',
      workflowIdConflictPolicy: whereItRuns,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
  }

  /** Never with a Temporal run id: the run may have begun again. */
  const handle = (runId: RunId) => client.workflow.getHandle(disbursementWorkflowId(runId));

  async function withRun<T>(runId: RunId, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await start(runId);
      return send();
    }
  }

  return {
    start: (runId) => start(runId),
    startAgain: (runId) => start(runId, 'TERMINATE_EXISTING'),

    async send(kind, runId, message) {
      try {
        const receipt = await client.withDeadline(Date.now() + answerWithin, () =>
          withRun(runId, () =>
            inStep(`temporal: ${kind}`, { 'doudi.command_id': message.commandId }, () =>
              handle(runId).executeUpdate(updates[kind], { args: [message], updateId: message.commandId }),
            ),
          ),
        );
        return { kind: 'receipt', receipt };
      } catch (error) {
        return readFailure(error);
      }
    },

    async reported(runId) {
      await withRun(runId, () => handle(runId).signal(bankReported));
    },
  };
}

/** A refusal says its code; everything else leaves the outcome unknown. */
function readFailure(error: unknown): RunSent {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  const code = cause instanceof ApplicationFailure ? cause.type : undefined;
  return code && /^[a-z][A-Za-z]+$/.test(code) ? { kind: 'refused', code } : { kind: 'unknown' };
}
