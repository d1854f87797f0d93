import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What the bank did with one line of one file. The book is the oracle of every payment test: it forgets nothing and
 * makes nothing equal, so a household paid twice stands in it twice.
 */
export interface BookEntry {
  /** The file as the bank took it: a file that comes twice is taken twice. */
  readonly file: string;
  readonly at: string;
  readonly messageId: string;
  readonly endToEndId: string;
  readonly accountNo: string;
  readonly amountFen: number;
  readonly result: 'credited' | 'returned';
  readonly reasonCode?: string;
}

const placeIn = (dir: string) => join(dir, 'bank-book.jsonl');

/** Every line the bank ever booked, in order. */
export async function readBankBook(dir: string): Promise<BookEntry[]> {
  const text = await readFile(placeIn(dir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Books what of a file is not booked yet: a bank killed in the middle goes on where it stopped. */
export async function book(dir: string, file: string, entries: readonly BookEntry[]): Promise<void> {
  const booked = (await readBankBook(dir)).filter((entry) => entry.file === file).length;
  const lines = entries.slice(booked).map((entry) => `${JSON.stringify(entry)}\n`);
  if (lines.length > 0) await appendFile(placeIn(dir), lines.join(''), { flush: true });
}
