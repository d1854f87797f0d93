import type { Logger } from 'pino';
import { type RunDeps, sendRunCommand } from '../commands/orderRun.ts';
import { runCommandKinds } from '../commands/runClient.ts';
import { readCommand } from '../db/inbox/commands.ts';
import { runsWithUnpostedFiles, storeIncoming } from '../db/payments/files.ts';
import { quarantineFile } from '../db/payments/reports.ts';
import { claimSilentRunCommands, readRun, unfinishedRuns } from '../db/payments/runs.ts';
import { inTransaction } from '../db/pool.ts';
import type { Cipher } from '../db/sealed.ts';
import { type RunId, runOfMessage } from '../domain/payments/run.ts';
import type { BankDirectory, IncomingFile } from '../gateways/bank/directory.ts';
import { readReport } from '../gateways/bank/readReport.ts';
import type { RoundMetrics } from './metrics.ts';
import { noted } from './noted.ts';

export interface BankWatcherDeps extends RunDeps {
  /** `pool` connects as doudi_worker. */
  readonly cipher: Cipher;
  readonly bank: Pick<BankDirectory, 'incoming' | 'read' | 'archive' | 'quarantine'>;
  readonly log: Logger;
  readonly metrics?: RoundMetrics | undefined;
  /** Milliseconds between two looks into the directory; a file is taken when two looks found it the same. */
  readonly everyMs?: number;
  /** Seconds after which something without outcome is sent again. */
  readonly patienceSeconds?: number;
}

/**
 * Takes in what the bank leaves for us: each file is stored once, its run told, and the file moved away. Also sees to it
 * that every run that is not closed runs, whatever was lost, and sends again what it has not taken up: a report, a
 * command. Any number may run.
 */
export function startBankWatcher(deps: BankWatcherDeps): { stop(): Promise<void> } {
  const { everyMs = 1_000, log, metrics } = deps;
  const looked = noted(deps.pool, 'bankDirectory', { incoming: () => deps.bank.incoming() });
  let seen = new Map<string, string>();
  let sentAgainAt = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  const turn = () => {
    running = attempt('incoming', takeIn)
      .then(() => attempt('resend', resend))
      .then(() => {
        if (!stopped) timer = setTimeout(turn, everyMs);
      });
  };

  async function takeIn(): Promise<void> {
    const files = await looked.incoming();
    const looks = new Map(files.map((file) => [file.name, look(file)]));
    const still = files.filter(({ name }) => seen.get(name) === looks.get(name));
    seen = looks;
    // One that cannot be taken must not keep the others waiting.
    for (const file of still) await attempt('file', () => takeFile(deps, file));
  }

  async function resend(): Promise<void> {
    const { patienceSeconds = 15 } = deps;
    if (Date.now() - sentAgainAt < patienceSeconds * 1_000) return;
    sentAgainAt = Date.now();
    await sendAgain(deps, patienceSeconds);
  }

  async function attempt(round: string, work: () => Promise<void>): Promise<void> {
    await work().then(
      () => metrics?.finished(`bank ${round}`),
      (error: Error) => {
        metrics?.failed(`bank ${round}`);
        log.warn(
          { round, error: error.name, code: (error as { code?: string }).code },
          'a round of the bank watcher failed; it is tried again',
        );
      },
    );
  }

  turn();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
    },
  };
}

/** Stores one file and says so to its run. What cannot be read or names no run of ours is stored too, and set aside. */
async function takeFile({ pool, cipher, bank, runs, log }: BankWatcherDeps, file: IncomingFile): Promise<void> {
  const { name } = file;
  const read = await bank.read(name);
  if (!read) return;
  if (!read.ok) {
    log.error({ problem: read.refusal }, 'a file of the bank is too large to be a status report; it is in quarantine/');
    return bank.quarantine(file);
  }
  const bytes = read.value;
  const report = readReport(bytes);
  const claimed = report.ok ? report.value.runId : runInName(name);
  const taken = await inTransaction(pool, async (tx) => {
    const runId = claimed && (await readRun(tx, claimed)) ? claimed : undefined;
    const { fileId, isNew } = await storeIncoming(tx, cipher, runId, name, bytes);
    const aside = !report.ok ? 'unreadable' : runId === undefined ? 'unknownRun' : undefined;
    if (isNew && aside) await quarantineFile(tx, fileId, undefined, aside, report.ok ? {} : { code: report.refusal });
    return { runId, aside };
  });
  if (taken.aside) {
    log.error(
      { problem: taken.aside, code: report.ok ? undefined : report.refusal },
      'a file of the bank could not be used; it is in quarantine/',
    );
    return bank.quarantine(file);
  }
  await bank.archive(file);
  if (taken.runId) await runs.reported(taken.runId);
}

async function sendAgain(deps: BankWatcherDeps, patienceSeconds: number): Promise<void> {
  const { pool, runs } = deps;
  for (const runId of await inTransaction(pool, unfinishedRuns)) await runs.start(runId);
  for (const runId of await inTransaction(pool, (tx) => runsWithUnpostedFiles(tx, patienceSeconds)))
    await runs.reported(runId);
  for (const commandId of await inTransaction(pool, (tx) =>
    claimSilentRunCommands(tx, runCommandKinds, patienceSeconds),
  )) {
    const command = await inTransaction(pool, (tx) => readCommand(tx, commandId));
    if (command) await sendRunCommand(deps, command);
  }
}

/** A file that cannot be read still tells by its name, perhaps, whose it is: it is shown there, and no more. */
function runInName(name: string): RunId | undefined {
  return runOfMessage(/DD\d{6}-\d{6}/.exec(name)?.[0] ?? '');
}

function look({ size, modifiedAt }: IncomingFile): string {
  return `${size}:${modifiedAt}`;
}
