import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { readCommand } from '../src/db/inbox/commands.ts';
import { untoldBlocks } from '../src/db/payments/blocked.ts';
import { readOutgoing, type StoredFile, unpostedFiles } from '../src/db/payments/files.ts';
import { lockRun } from '../src/db/payments/journal.ts';
import { prepareRun } from '../src/db/payments/prepare.ts';
import { postReport, quarantineFile } from '../src/db/payments/reports.ts';
import { readRun, runOf } from '../src/db/payments/runs.ts';
import { closeRun, readRunCommand, signRun } from '../src/db/payments/sign.ts';
import { inTransaction, type Pool, type Tx } from '../src/db/pool.ts';
import type { Cipher } from '../src/db/sealed.ts';
import type { CaseId } from '../src/domain/case/ids.ts';
import type { Outcome } from '../src/domain/outcome.ts';
import type { Run, RunId, RunRefusal } from '../src/domain/payments/run.ts';
import type { BankDirectory } from '../src/gateways/bank/directory.ts';
import { orderTheSame } from '../src/gateways/bank/pain001.ts';
import { readReport } from '../src/gateways/bank/readReport.ts';
import type { PolicySource } from '../src/policy/source.ts';
import type { Receipt } from '../workflows/messages.ts';
import { type Debtor, fileRun, unusableAccounts } from './disbursement/file.ts';
import { handedOver } from './disbursement/handOver.ts';

export interface DisbursementDeps {
  /** Connects as doudi_worker. */
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly policy: PolicySource;
  readonly bank: Pick<BankDirectory, 'handOver' | 'givenAs'>;
  /** The treasury's account a county pays from (国库集中支付账户). */
  readonly debtorOf: (tx: Tx, county: string) => Promise<Debtor>;
  /** Tells a case of a fact; what fails is told again by the relay. */
  readonly tell: (caseId: CaseId, fact: { readonly factId: string; readonly name: string }) => Promise<unknown>;
}

/** What a command about a run comes to: the run as it stands now with the command's receipt, or why not. */
export type RunAnswer =
  | { readonly run: Run; readonly receipt: Receipt; readonly refusal?: never }
  | { readonly run: Run; readonly refusal: RunRefusal; readonly receipt?: never };

/** The effects of a run. Each may be done any number of times: what is done already is left as it is. */
export interface DisbursementActivities {
  prepareDisbursement(runId: RunId): Promise<Run>;
  signDisbursement(runId: RunId, commandId: string): Promise<RunAnswer>;
  writeDisbursementFile(runId: RunId): Promise<Run>;
  handOverDisbursement(runId: RunId): Promise<Run>;
  postBankReports(runId: RunId): Promise<Run>;
  tellBlockedPayments(runId: RunId): Promise<void>;
  closeDisbursement(runId: RunId, commandId: string): Promise<RunAnswer>;
}

export function disbursementActivities(deps: DisbursementDeps): DisbursementActivities {
  const { pool, cipher } = deps;
  const inRun = (runId: RunId, work: (tx: Tx) => Promise<unknown>): Promise<Run> =>
    inTransaction(pool, async (tx) => {
      await tx.query(`set local statement_timeout = '100s'`); // below the activities' own time-out, as the pool's is for records
      await work(tx);
      return runOf(tx, runId);
    }).catch(withoutPersonalData);

  const command = (runId: RunId, commandId: string, work: typeof signRun): Promise<RunAnswer> =>
    inTransaction(pool, async (tx) => {
      const answer: Outcome<Run, RunRefusal> = await work(tx, runId, await readRunCommand(tx, commandId));
      if (!answer.ok) return { run: await runOf(tx, runId), refusal: answer.refusal };
      const receipt = (await readCommand(tx, commandId))?.receipt;
      if (!receipt) throw new Error('A command was recorded without its receipt');
      return { run: answer.value, receipt };
    }).catch(withoutPersonalData);

  return {
    prepareDisbursement: (runId) =>
      inRun(runId, async (tx) => {
        if ((await readRun(tx, runId))?.state !== 'open') return;
        await prepareRun(tx, runId, await unusableAccounts(tx, cipher, runId));
      }),

    signDisbursement: (runId, commandId) => command(runId, commandId, signRun),

    writeDisbursementFile: (runId) => inRun(runId, (tx) => fileRun(tx, deps, runId)),

    async handOverDisbursement(runId) {
      const { run, file } = await inTransaction(pool, async (tx) => ({
        run: await runOf(tx, runId),
        file: await readOutgoing(tx, cipher, runId, 'pain.001'),
      })).catch(withoutPersonalData);
      // The directory knows what it was given; should it ever be lost, the record still knows.
      if (run.state === 'handedOver' || run.state === 'closed') return run;
      if (!file) throw new Error('A run is to be handed over whose file is not written');
      const sha256 = await givenToTheBank(deps.bank, file);
      if (!sha256)
        throw new Error(
          'The bank was given other orders under the name of this run: nothing is sent. The record may come from an older backup; compare the file in handed-over/ with the stored one (docs/operations.md)',
        );
      return inRun(runId, (tx) => handedOver(tx, runId, { ...file, sha256 }));
    },

    postBankReports: (runId) =>
      inRun(runId, async (tx) => {
        await lockRun(tx, runId);
        for (const file of await unpostedFiles(tx, cipher, runId)) {
          const report = readReport(file.bytes);
          if (report.ok) await postReport(tx, runId, file.fileId, report.value.said);
          else await quarantineFile(tx, file.fileId, runId, 'unreadable', { code: report.refusal });
        }
      }),

    async tellBlockedPayments(runId) {
      const untold = await inTransaction(pool, (tx) => untoldBlocks(tx, runId)).catch(withoutPersonalData);
      for (const { caseId, ...fact } of untold) await deps.tell(caseId as CaseId, fact).catch(() => {});
    },

    closeDisbursement: (runId, commandId) => command(runId, commandId, closeRun),
  };
}

/**
 * Gives the bank a run's file, and says the hash of what the bank has. Where it was given one that orders the same, as
 * before an older backup was restored, it has what was signed for and gets nothing more. Undefined: it has other orders.
 */
async function givenToTheBank(
  bank: DisbursementDeps['bank'],
  { name, bytes }: StoredFile,
): Promise<string | undefined> {
  const answer = await bank.handOver(name, bytes);
  if (answer.ok) return answer.value.sha256;
  const given = await bank.givenAs(name);
  return given && orderTheSame(given, bytes) ? createHash('sha256').update(given).digest('hex') : undefined;
}

/**
 * A database's own words may quote a row, and a file's a family: Temporal and the logs get their code alone. What we say
 * ourselves names cause and remedy and no family, and is passed on.
 */
function withoutPersonalData(error: unknown): never {
  const { code, constraint, name, message } = error as Error & { code?: string; constraint?: string };
  const ours = error instanceof Error && ['Error', 'RangeError'].includes(error.name) && code === undefined;
  const cause = ours ? message : [name, code, constraint].filter(Boolean).join(', ');
  throw ApplicationFailure.create({
    message: `The run could not be written, and is tried again: ${cause}`,
    type: 'disbursementUnavailable',
    nonRetryable: false,
  });
}
