import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowIdConflictPolicy,
  type WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  calendarChanged,
  caseWorkflowId,
  clockMoved,
  type DecideMessage,
  decide,
  type FactMessage,
  factArrived,
  type Receipt,
} from '../../workflows/messages.ts';
import { type Pool, readInDivision } from '../db/pool.ts';
import { readProgramme } from '../db/queries/applications.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { type ProgrammeName, programmes } from '../domain/case/programmes.ts';
import { nationalDivision } from '../domain/policy.ts';
import { inStep, traceparentNow } from '../tracing/spans.ts';

/** What came back when a decision was sent. `unknown`: it may have been recorded; only PostgreSQL can tell. */
export type Sent =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'reloading' }
  | { readonly kind: 'unknown' };

/** The cases' workflows as the rest of the system speaks to them. */
export interface CaseClient {
  /** @param programme what the case is about, where that is at hand */
  start(caseId: CaseId, programme?: ProgrammeName): Promise<'running' | 'ended'>;
  /** The same for one the record says is open, whatever Temporal remembers: it may be older than what Temporal saw. */
  startAgain(caseId: CaseId): Promise<unknown>;
  /** Ends what runs of it, and begins it from its journal: for one that can go on no further by itself. */
  restart(caseId: CaseId): Promise<unknown>;
  decide(caseId: CaseId, message: DecideMessage): Promise<Sent>;
  tell(caseId: CaseId, fact: FactMessage): Promise<'told' | 'ended'>;
  clockMoved(caseId: CaseId, offsetMs: number): Promise<void>;
  calendarChanged(caseId: CaseId, version: string): Promise<void>;
}

const answerWithin = 10_000;

/** Emergencies have a queue and a worker of their own, so that nothing they wait for stands before them. */
export function urgentQueue(taskQueue: string): string {
  return `${taskQueue}-urgent`;
}

/** @param pool looks up what a case is about, when its workflow is to be started */
export function caseClient(client: Client, taskQueue: string, pool: Pool): CaseClient {
  /** Starts a case from its id alone. One that runs is left alone; one that has ended stays ended. */
  async function start(
    caseId: CaseId,
    about?: ProgrammeName,
    workflowIdReusePolicy: WorkflowIdReusePolicy = 'ALLOW_DUPLICATE_FAILED_ONLY',
    workflowIdConflictPolicy: WorkflowIdConflictPolicy = 'USE_EXISTING',
  ): Promise<'running' | 'ended'> {
    const { workflow, urgent } = programmes[about ?? (await programmeOf(caseId))];
    try {
      await inStep('temporal: start', { 'doudi.case_id': caseId }, () => {
        const traceparent = traceparentNow();
        return client.workflow.start(workflow, {
          workflowId: caseWorkflowId(caseId),
          taskQueue: urgent ? urgentQueue(taskQueue) : taskQueue,
          args: traceparent === undefined ? [caseId] : [caseId, undefined, traceparent],
          workflowTaskTimeout: '3s', // a killed worker costs the caller 3 s instead of 10
          workflowIdConflictPolicy,
          workflowIdReusePolicy,
        });
      });
      return 'running';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'ended';
      throw error;
    }
  }

  /** Sends to the case, starting it first where Temporal does not know it. Never with a run id: the case may have parked. */
  async function withCase<T>(caseId: CaseId, send: () => Promise<T>): Promise<T | 'ended'> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      return (await start(caseId)) === 'ended' ? 'ended' : send();
    }
  }

  const programmeOf = (caseId: CaseId) => readInDivision(pool, nationalDivision, (tx) => readProgramme(tx, caseId));

  const handle = (caseId: CaseId) => client.workflow.getHandle(caseWorkflowId(caseId));

  return {
    start,
    startAgain: (caseId) => start(caseId, undefined, 'ALLOW_DUPLICATE'),
    restart: (caseId) => start(caseId, undefined, 'ALLOW_DUPLICATE', 'TERMINATE_EXISTING'),

    async decide(caseId, message) {
      try {
        const { commandId } = message;
        const receipt = await client.withDeadline(Date.now() + answerWithin, () =>
          withCase(caseId, () =>
            inStep('temporal: decide', { 'doudi.case_id': caseId, 'doudi.command_id': commandId }, () =>
              handle(caseId).executeUpdate(decide, { args: [message, ...inTraceOfNow()], updateId: commandId }),
            ),
          ),
        );
        return receipt === 'ended' ? { kind: 'refused', code: 'taskNotOpen' } : { kind: 'receipt', receipt };
      } catch (error) {
        return readFailure(error);
      }
    },

    async tell(caseId, fact) {
      const told = await withCase(caseId, () =>
        inStep('temporal: tell', { 'doudi.case_id': caseId }, () =>
          handle(caseId).signal(factArrived, fact, ...inTraceOfNow()),
        ),
      );
      return told === 'ended' ? 'ended' : 'told';
    },

    async calendarChanged(caseId, version) {
      await withCase(caseId, () => handle(caseId).signal(calendarChanged, { version }));
    },

    async clockMoved(caseId, offsetMs) {
      await withCase(caseId, () => handle(caseId).signal(clockMoved, { offsetMs }));
    },
  };
}

/** The last argument of what is sent, where it is sent in a trace. */
function inTraceOfNow(): [string?] {
  const traceparent = traceparentNow();
  return traceparent === undefined ? [] : [traceparent];
}

/** A refusal says its code; everything else (time-outs, closed runs, an unreachable server) leaves the outcome unknown. */
function readFailure(error: unknown): Sent {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const code = error.cause.type;
    if (code === 'reloading') return { kind: 'reloading' };
    if (code && /^[a-z][A-Za-z]+$/.test(code)) return { kind: 'refused', code };
  }
  return { kind: 'unknown' };
}
