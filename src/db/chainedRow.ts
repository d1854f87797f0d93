import { createHash } from 'node:crypto';
import { chainStart } from '../domain/dailyRoot.ts';
import { canonical } from './case/journal.ts';

/** A row of a chained journal; `of` says whose: a run, a list. */
export interface ChainedRow {
  readonly of: string;
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly data: object;
  readonly key: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** What is hashed of a row: the form of a case's journal, with what it is of in the case's place. */
export function chainedContent({ prevHash, of, seq, at, type, actor, key, data }: Omit<ChainedRow, 'hash'>): string {
  return canonical([prevHash, of, seq, at, type, actor, key, data]);
}

export function chainedHash(row: Omit<ChainedRow, 'hash'>): string {
  return createHash('sha256').update(chainedContent(row)).digest('hex');
}

/** The first row at which a chain is broken, or undefined where it is whole. */
export function firstBreakOf(rows: readonly ChainedRow[]): number | undefined {
  let prevHash = chainStart;
  for (const [i, row] of rows.entries()) {
    if (row.seq !== i + 1 || row.prevHash !== prevHash || chainedHash(row) !== row.hash) return i + 1;
    prevHash = row.hash;
  }
  return undefined;
}
