import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DisbursementActivities, RunAnswer } from '../activities/disbursement.ts';
import { closingRefusal, type Run, type RunId, type RunRefusal, signatureRefusal } from '../src/domain/payments/run.ts';
import { bankReported, closeDisbursement, type RunMessage, signDisbursement } from './disbursementMessages.ts';

const retry = { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' } as const;
/** Set-based work on a whole county, and its files. A worker killed over it is found out by its silence (src/heartbeat.ts). */
const county = proxyActivities<DisbursementActivities>({ startToCloseTimeout: '2m', heartbeatTimeout: '20s', retry });
/** What is quick, or somebody waits for: a worker that was killed over it is found out soon. */
const desk = proxyActivities<DisbursementActivities>({ startToCloseTimeout: '15s', retry });

/**
 * A county pays its families for one month: `disbursement:<county>:<YYYY-MM>`. The run itself is in PostgreSQL and each
 * step leaves alone what is done, so this may be started again at any point, from the run's id alone.
 */
export async function disbursement(runId: RunId): Promise<void> {
  let run: Run | undefined;
  let reported = false;

  setHandler(signDisbursement, (message) => take(desk.signDisbursement(runId, message.commandId)), {
    validator: (message) => judge(message, mayNotSign),
  });
  setHandler(closeDisbursement, (message) => take(desk.closeDisbursement(runId, message.commandId)), {
    validator: (message) => judge(message, mayNotClose),
  });
  setHandler(bankReported, () => {
    reported = true;
  });

  learn(await county.prepareDisbursement(runId));
  await county.tellBlockedPayments(runId);
  if (paysAnything()) {
    await condition(() => signed() || closed());
    learn(await county.writeDisbursementFile(runId));
    learn(await desk.handOverDisbursement(runId));
  }
  do {
    reported = false;
    learn(await county.postBankReports(runId));
    await county.tellBlockedPayments(runId);
    await condition(() => reported || closed() || workflowInfo().continueAsNewSuggested);
  } while (!closed() && !workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  if (!closed()) await continueAsNew<typeof disbursement>(runId);

  /** The newest the record said; an answer overtaken by another is not news. */
  function learn(next: Run): void {
    if (!run || next.seq >= run.seq) run = next;
  }

  /** Commands are judged where they count, under the run's lock in the database; the receipt is stored with them. */
  async function take(answered: Promise<RunAnswer>) {
    const answer = await answered;
    learn(answer.run);
    if (answer.refusal) throw refused(answer.refusal);
    return answer.receipt;
  }

  /**
   * Refuses before anything is written, where this run knows at least what the sender knew: a report may be posted and
   * seen while the activity's answer is still on its way. Otherwise it lets pass, and the handler judges.
   */
  function judge(message: RunMessage, by: (run: Run, message: RunMessage) => RunRefusal | undefined): void {
    if (!run || message.tip > run.seq) return;
    const refusal = by(run, message);
    if (refusal) throw refused(refusal);
  }

  function paysAnything(): boolean {
    return (run?.toPay.lines ?? 0) > 0;
  }
  function signed(): boolean {
    return run !== undefined && run.state !== 'open' && run.state !== 'prepared';
  }
  function closed(): boolean {
    return run?.state === 'closed';
  }
}

function mayNotSign(run: Run, { doer, totalFen }: RunMessage): RunRefusal | undefined {
  return signatureRefusal(run, doer, totalFen);
}

function mayNotClose(run: Run, { doer }: RunMessage): RunRefusal | undefined {
  return closingRefusal(run, doer);
}

function refused(code: RunRefusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`Refused: ${code}`, code);
}
