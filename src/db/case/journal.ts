import { createHash } from 'node:crypto';
import { inWordsOfToday } from '../../domain/case/earlierShapes.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { fold } from '../../domain/case/fold.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { type CaseState, newCase, shapeOfToday } from '../../domain/case/state.ts';
import { chainStart } from '../../domain/dailyRoot.ts';
import type { Tx, WriteTx } from '../pool.ts';
import { about, ask, type Question } from '../questions.ts';

/** One row of the journal as it is hashed. `at` is ISO 8601 in UTC with milliseconds. */
export interface JournalRow {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly data: CaseEvent;
  readonly key: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** SHA-256 over the row before it and all of this row. Anyone can compute it again from an export. */
export function chainHash(row: Omit<JournalRow, 'hash'>): string {
  return createHash('sha256').update(chainContent(row)).digest('hex');
}

/** What is hashed of a row. */
export function chainContent({ caseId, seq, at, type, actor, data, key, prevHash }: Omit<JournalRow, 'hash'>): string {
  return canonical([prevHash, caseId, seq, at, type, actor, key, data]);
}

/** JSON with the keys of every object in order: the same value has the same bytes, also after a stay in jsonb. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

/** Serialises all writers of one case for the rest of the transaction. */
export async function lockCase(tx: Tx, caseId: CaseId): Promise<void> {
  await tx.query({
    name: 'lock a case',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [caseId],
  });
}

/** The journal's tip with the state folded there. */
export interface Tip {
  readonly state: CaseState;
  readonly hash: string;
}

/** The tip as it is on file, of today's shape or an earlier one. */
export const storedTip: Question<Tip | undefined> = {
  text: 'select state, tip_hash as hash from case_file where case_id = $1',
  read: ([row]) => row,
};

/** What was found on file as it is to be understood today; of a case without events, the beginning. */
export async function tipFrom(tx: Tx, caseId: CaseId, stored: Tip | undefined): Promise<Tip> {
  if (stored?.state.v === shapeOfToday) return stored;
  const begun = newCase(caseId, await predecessorOf(tx, caseId));
  return stored ? { state: await foldedAnew(tx, begun), hash: stored.hash } : { state: begun, hash: chainStart };
}

export async function readTip(tx: Tx, caseId: CaseId): Promise<Tip> {
  return tipFrom(tx, caseId, (await ask(tx, 'tip of a case', { tip: about(caseId, storedTip) })).tip);
}

/** A state folded by an earlier version is what the journal means today. */
async function foldedAnew(tx: Tx, begun: CaseState): Promise<CaseState> {
  return (await readJournal(tx, begun.caseId)).reduce((state, { data }) => fold(state, inWordsOfToday(data)), begun);
}

async function predecessorOf(tx: Tx, caseId: CaseId): Promise<CaseId | undefined> {
  const { rows } = await tx.query<{ predecessor: CaseId | null }>(
    'select predecessor from application where case_id = $1',
    [caseId],
  );
  return rows[0]?.predecessor ?? undefined;
}

/** Where in the journal the commit with a key stands, if it is there. */
export const placeOf: Question<{ readonly first: number; readonly last: number } | undefined> = {
  text: 'select min(seq) as first, max(seq) as last from case_event where case_id = $1 and key = $2 having count(*) > 0',
  read: ([row]) => row,
};

/** Appends one event; the primary key refuses a second event at the same place. */
export function appendEvent(tx: WriteTx, row: JournalRow): void {
  tx.send({
    name: 'append an event',
    text: `insert into case_event (case_id, seq, at, type, actor, data, key, prev_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [row.caseId, row.seq, row.at, row.type, row.actor, row.data, row.key, row.prevHash, row.hash],
  });
}

/** The whole journal of a case, in order. */
export async function readJournal(tx: Tx, caseId: CaseId): Promise<JournalRow[]> {
  const { rows } = await tx.query(
    `select case_id, seq, at, type, actor, data, key, prev_hash, hash from case_event where case_id = $1 order by seq`,
    [caseId],
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    seq: row.seq,
    at: row.at.toISOString(),
    type: row.type,
    actor: row.actor,
    data: row.data,
    key: row.key,
    prevHash: row.prev_hash,
    hash: row.hash,
  }));
}

/** The first row at which a chain is broken, or undefined where it is whole. */
export function firstBreak(rows: readonly JournalRow[]): number | undefined {
  let prevHash = chainStart;
  for (const [i, row] of rows.entries()) {
    if (row.seq !== i + 1 || row.prevHash !== prevHash || chainHash(row) !== row.hash) return i + 1;
    prevHash = row.hash;
  }
  return undefined;
}
