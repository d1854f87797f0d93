import { chainStart, firstBreak, type JournalRow, readJournal } from '../db/case/journal.ts';
import { firstBreakOfRun, readRunJournal } from '../db/payments/journal.ts';
import type { Tx } from '../db/pool.ts';
import type { CaseId } from '../domain/case/ids.ts';
import type { RunId } from '../domain/payments/run.ts';

/** The first event of a chain at which it cannot be trusted. */
export interface Breach {
  /** `case:<id>` or `disbursement:<id>`. */
  readonly chain: string;
  readonly seq: number;
  readonly what: 'altered, missing, reordered or inserted' | 'cut off before its recorded tip' | 'its tip is not in it';
}

/** Where a chain ended when a root was taken. */
export interface Tip {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** Reads every chain whole and names the first event of each that was altered, is missing, or was put in. */
export async function verifyAll(tx: Tx, known: readonly Tip[] = []): Promise<{ chains: number; breaches: Breach[] }> {
  const tipsOf = new Map<string, Tip[]>();
  for (const tip of [...(await readTips(tx)), ...known]) tipsOf.set(tip.chain, [...(tipsOf.get(tip.chain) ?? []), tip]);
  const breaches: Breach[] = [];
  for (const [chain, tips] of tipsOf) {
    const breach = breachOf(chain, await readChain(tx, chain), tips);
    if (breach) breaches.push(breach);
  }
  return { chains: tipsOf.size, breaches };
}

/** Every chain's tip as the tables have it: what a daily root keeps outside the database (docs/operations.md). */
export async function readTips(tx: Tx): Promise<Tip[]> {
  const { rows } = await tx.query<Tip>(
    `select 'case:' || case_id as chain, seq, tip_hash as hash from case_file
     union all
     select 'disbursement:' || disbursement_id, seq, tip_hash from disbursement where seq > 0
     order by chain`,
  );
  return rows;
}

type Chain = { readonly broken: number | undefined; readonly hashes: readonly string[] };

async function readChain(tx: Tx, chain: string): Promise<Chain> {
  const id = chain.slice(chain.indexOf(':') + 1);
  if (chain.startsWith('case:')) return asChain(await readJournal(tx, id as CaseId), firstBreak);
  return asChain(await readRunJournal(tx, id as RunId), firstBreakOfRun);
}

function asChain<Row extends { readonly hash: string }>(
  rows: readonly Row[],
  breakOf: (rows: readonly Row[]) => number | undefined,
): Chain {
  return { broken: breakOf(rows), hashes: rows.map(({ hash }) => hash) };
}

function breachOf(chain: string, { broken, hashes }: Chain, tips: readonly Omit<Tip, 'chain'>[]): Breach | undefined {
  if (broken !== undefined) return { chain, seq: broken, what: 'altered, missing, reordered or inserted' };
  for (const { seq, hash } of tips) {
    if (hashes.length < seq) return { chain, seq: hashes.length + 1, what: 'cut off before its recorded tip' };
    if ((hashes[seq - 1] ?? chainStart) !== hash) return { chain, seq, what: 'its tip is not in it' };
  }
  return undefined;
}

/** One exported journal (`GET /v1/cases/{caseId}/journal`), checked without any database. */
export function verifyExport(caseId: CaseId, items: readonly Omit<JournalRow, 'caseId'>[]): Breach | undefined {
  return breachOfCase(
    caseId,
    items.map((item) => ({ ...item, caseId })),
    [],
  );
}

/** A case's journal, held against the tips that are known of it. */
export function breachOfCase(
  caseId: CaseId,
  journal: readonly JournalRow[],
  tips: readonly Omit<Tip, 'chain'>[],
): Breach | undefined {
  return breachOf(`case:${caseId}`, asChain(journal, firstBreak), tips);
}
