import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BookEntry, book } from './bank/book.ts';
import { startBankControl } from './bank/control.ts';
import { type Initiation, readInitiation } from './bank/initiation.ts';
import type { BankMode } from './bank/modes.ts';
import { type ReportFile, reportingOf } from './bank/reporting.ts';

export { readBankBook } from './bank/book.ts';

export interface BankOptions {
  /** Shared with the sender: the bank takes from `outgoing/` and leaves reports in `incoming/`. */
  readonly dir: string;
  readonly pollMs?: number;
  /** 0 for any free port, on the loopback; without it the bank has no control over HTTP. */
  readonly controlPort?: number;
}

/**
 * A bank behind a watched directory. It pays every line of every file it finds, as often as it finds it: it is there
 * to show our mistakes. What it paid stands in `bank-book.jsonl` (readBankBook).
 */
export interface BankSimulator {
  /** Of `/_control`; undefined without a control port. */
  readonly url: string | undefined;
  /** For files it takes from now on: one that it is booking is reported as was said before. */
  behave(mode: BankMode): void;
  /** From now on lines to this account come back, with AC04 (closed). */
  closeAccount(accountNo: string): void;
  /** From now on lines to this account come back, with any reason: AC01 unknown, BE01 another name … */
  refuseAccount(accountNo: string, reasonCode: string): void;
  reopenAccount(accountNo: string): void;
  /** Writes what modes `silent` and `halfWritten` hold back. */
  release(): Promise<void>;
  /** Looks into the directory now; resolves when all it found is paid and reported. */
  poll(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBank({ dir, pollMs = 200, controlPort }: BankOptions): Promise<BankSimulator> {
  const [outgoing, incoming, taken, done] = ['outgoing', 'incoming', 'bank/taken', 'bank/done'].map((name) =>
    join(dir, name),
  ) as [string, string, string, string];
  for (const each of [outgoing, incoming, taken, done]) await mkdir(each, { recursive: true });
  const refused = new Map<string, string>();
  const held: ReportFile[] = [];
  let mode: BankMode = 'normal';
  let stopped = false;
  let working = Promise.resolve();

  const leave = async ({ name, bytes }: ReportFile) => {
    await writeFile(join(incoming, `.${name}.part`), bytes);
    await rename(join(incoming, `.${name}.part`), join(incoming, name));
  };

  const lookAround = async () => {
    let nth = (await readdir(taken)).length + (await readdir(done)).length;
    for (const name of (await readdir(outgoing)).filter(whole).sort()) {
      await rename(join(outgoing, name), join(taken, `${String(++nth).padStart(6, '0')}-${name}`));
    }
    // What was taken before a kill is still there and comes first.
    for (const file of (await readdir(taken)).sort()) {
      if (file.endsWith('.xml')) await execute(file);
      await rename(join(taken, file), join(done, file));
    }
  };

  const execute = async (file: string) => {
    const asTold = mode;
    const initiation = readInitiation(await readFile(join(taken, file), 'utf8'));
    const entries = initiation.refusedFor ? [] : bookingsOf(file, initiation, refused);
    await book(dir, file, entries);
    const stem = `${initiation.messageId}.${file.slice(0, 6)}`.replace(/[^A-Za-z0-9._-]/g, '_');
    const reportId = `BR-${createHash('sha256').update(stem).digest('hex').slice(0, 16)}`;
    const { messageId, createdAt, refusedFor } = initiation;
    const report = { reportId, createdAt, messageId, lines: entries, ...(refusedFor ? { refusedFor } : {}) };
    const { now, later } = reportingOf(report, asTold, stem);
    for (const each of now) await leave(each);
    held.push(...later);
  };

  const poll = () => {
    working = working.catch(() => undefined).then(lookAround);
    return working;
  };

  const bank: Omit<BankSimulator, 'url' | 'stop'> = {
    behave(next) {
      mode = next;
    },
    closeAccount: (accountNo) => void refused.set(accountNo, 'AC04'),
    refuseAccount: (accountNo, reasonCode) => void refused.set(accountNo, reasonCode),
    reopenAccount: (accountNo) => void refused.delete(accountNo),
    async release() {
      await working.catch(() => undefined); // what it is booking just now may have to be held back yet
      for (const each of held.splice(0)) await leave(each);
    },
    poll,
  };

  const watching = (async () => {
    while (!stopped) {
      // A full disk or a directory taken away passes; what was taken is gone on with at the next look.
      await poll().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  })();
  const control = controlPort === undefined ? undefined : await startBankControl(bank, dir, controlPort);
  return {
    url: control?.url,
    ...bank,
    async stop() {
      stopped = true;
      await control?.stop();
      await watching;
      await working.catch(() => undefined);
    },
  };
}

function bookingsOf(
  file: string,
  { messageId, createdAt: at, lines }: Initiation,
  refused: ReadonlyMap<string, string>,
): BookEntry[] {
  return lines.map((line) => {
    const reasonCode = refused.get(line.accountNo);
    const result = reasonCode ? 'returned' : 'credited';
    return { file, at, messageId, ...line, result, ...(reasonCode ? { reasonCode } : {}) };
  });
}

/** A file that is still being written has a hidden name or ends in .part. */
function whole(name: string): boolean {
  return !name.startsWith('.') && !/\.(part|tmp)$/.test(name);
}
