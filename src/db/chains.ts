import { createHash } from 'node:crypto';
import type { CaseId } from '../domain/case/ids.ts';
import { chainStart, type Tip } from '../domain/dailyRoot.ts';
import type { ListId } from '../domain/keeping/list.ts';
import type { RunId } from '../domain/payments/run.ts';
import { firstBreak, readJournal } from './case/journal.ts';
import { firstBreakOf } from './chainedRow.ts';
import { readListJournal } from './keeping/journal.ts';
import { readRunJournal } from './payments/journal.ts';
import type { Tx } from './pool.ts';

/** A chain as it stands: the hash at each of its places, and the first place at which it is broken. */
export interface Chain {
  readonly broken: number | undefined;
  readonly hashes: readonly string[];
}

/** Each hash over the one before and a row, for what is append-only and carries no hashes of its own. */
export function rolling(rows: readonly string[]): string[] {
  const hashes: string[] = [];
  for (const row of rows) {
    const before = hashes.at(-1) ?? chainStart;
    hashes.push(createHash('sha256').update(`${before} ${row}`).digest('hex'));
  }
  return hashes;
}

/** What of a document is chained. */
export function documentRow({ documentId, sha256 }: { readonly documentId: string; readonly sha256: string }): string {
  return `${documentId} ${sha256}`;
}

/** Reads a chain whole, by its name; of one that is not there, none of it. */
export async function readChain(tx: Tx, name: string): Promise<Chain> {
  const kind = name.slice(0, name.indexOf(':'));
  const id = name.slice(kind.length + 1);
  switch (kind) {
    case 'case':
      return asChain(await readJournal(tx, id as CaseId), firstBreak);
    case 'disbursement':
      return asChain(await readRunJournal(tx, id as RunId), firstBreakOf);
    case 'destruction':
      return asChain(await readListJournal(tx, id as ListId), firstBreakOf);
    case 'documents':
      return rolled(tx, `${documentsOf} where case_id = $1 order by added_at, document_id`, [id]);
    case 'fund':
      return rolled(tx, `${postingsOf} where township = $1 and year = $2 order by entry_id`, id.split(':'));
    case 'holds':
      return rolled(tx, `${holdsOf} where county = $1 order by hold_id`, [id]);
    case 'ledger':
      return rolled(tx, `${entriesOf} where disbursement_id = $1 order by at, line_id, posting, account`, [id]);
    default:
      return { broken: undefined, hashes: [] };
  }
}

const documentsOf = `select document_id || ' ' || sha256 as row from document`;
const holdsOf = `select concat_ws(' ', hold_id, case_id, reason, until, set_by, extract(epoch from set_at)) as row from keeping_hold`;
const postingsOf = `select concat_ws(' ', entry_id, posting, account, debit_fen, credit_fen, by_officer, case_id, extract(epoch from at)) as row from standby_entry`;
const entriesOf = `select concat_ws(' ', line_id, posting, account, debit_fen, credit_fen, extract(epoch from at)) as row from ledger_entry`;

async function rolled(tx: Tx, sql: string, values: readonly string[]): Promise<Chain> {
  const { rows } = await tx.query<{ row: string }>(sql, [...values]);
  return { broken: undefined, hashes: rolling(rows.map(({ row }) => row)) };
}

export function asChain<Row extends { readonly hash: string }>(
  rows: readonly Row[],
  breakOf: (rows: readonly Row[]) => number | undefined,
): Chain {
  return { broken: breakOf(rows), hashes: rows.map(({ hash }) => hash) };
}

/** The tips that cases, runs and destruction lists say they have. */
export async function readTips(tx: Tx): Promise<Tip[]> {
  const { rows } = await tx.query<Tip>(
    `select 'case:' || case_id as chain, seq, tip_hash as hash from case_file
     union all
     select 'disbursement:' || disbursement_id, seq, tip_hash from disbursement where seq > 0
     union all
     select 'destruction:' || list_id, seq, tip_hash from destruction_list where seq > 0`,
  );
  return rows;
}

/** How many rows the chains have that carry no hashes of their own. A run's ledger has no more after it is closed. */
export async function countRows(tx: Tx, since: Date): Promise<{ readonly chain: string; readonly rows: number }[]> {
  const { rows } = await tx.query<{ chain: string; rows: number }>(
    `select 'documents:' || case_id as chain, count(*) as rows from document group by case_id
     union all
     select 'fund:' || township || ':' || year, count(*) from standby_entry group by township, year
     union all
     select 'holds:' || county, count(*) from keeping_hold group by county
     union all
     select 'ledger:' || disbursement_id, count(*) from ledger_entry join disbursement using (disbursement_id)
      where closed_at is null or closed_at >= $1 group by disbursement_id`,
    [since],
  );
  return rows;
}
