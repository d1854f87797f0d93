import type { PlainDate } from './calendar.ts';

/** Where a chain ends. */
export interface Tip {
  /** `case:<id>`, `disbursement:<run>`, `ledger:<run>`, `documents:<case id>`, `fund:<township>:<year>`, `destruction:<list>`, `holds:<county>`. */
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** Where every chain ended when a day began (每日总根), and the root of the day before. */
export interface DailyRoot {
  readonly day: PlainDate;
  readonly previous: string;
  readonly tips: readonly Tip[];
}

/** What the first row of every chain, and the first root, follows. */
export const chainStart = '0'.repeat(64);

/** A root as a file: plain lines, the chains in order, so that the file's own SHA-256 is the root. */
export function rootFile({ day, previous, tips }: DailyRoot): string {
  const lines = tips.map(({ chain, seq, hash }) => `${chain} ${seq} ${hash}`).sort();
  return [`doudi daily root ${day}`, `previous ${previous}`, ...lines, ''].join('\n');
}

/** Reads such a file; undefined where the text is none, or not to the last character what was written. */
export function parseRootFile(text: string): DailyRoot | undefined {
  const [head, before, ...lines] = text.split('\n').slice(0, -1);
  const day = /^doudi daily root (\d{4}-\d\d-\d\d)$/.exec(head ?? '')?.[1];
  const previous = /^previous ([0-9a-f]{64})$/.exec(before ?? '')?.[1];
  const tips = lines.flatMap((line) => {
    const [, chain, seq, hash] = /^(\S+) (\d+) ([0-9a-f]{64})$/.exec(line) ?? [];
    return chain && hash ? [{ chain, seq: Number(seq), hash }] : [];
  });
  const read = day && previous ? { day, previous, tips } : undefined;
  return read && rootFile(read) === text ? read : undefined;
}
