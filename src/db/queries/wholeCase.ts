import type { CaseLine } from '../../contracts/http/cases.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { readBusinessClock } from '../businessClock.ts';
import { type JournalRow, lockCase, readJournal } from '../case/journal.ts';
import type { ChainedRow } from '../chainedRow.ts';
import { type DestroyedBy, destroyedBy } from '../keeping/destruction.ts';
import { readListJournal } from '../keeping/journal.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';
import { type QuotedContent, readCaseContents } from './caseContents.ts';
import { type CaseExport, noteExport, readExports } from './caseExports.ts';
import { readDocuments } from './caseFile.ts';
import { readCaseMoney } from './caseMoney.ts';
import { readCaseLine } from './cases.ts';
import { readRecovery } from './recovery.ts';

/** Everything the record has of one case, at one moment. */
export interface WholeCase {
  readonly line: CaseLine;
  readonly exportedAt: string;
  readonly journal: readonly JournalRow[];
  /** With it the contents can be verified; goes with them. */
  readonly contentKey: string | undefined;
  readonly contents: readonly QuotedContent[];
  readonly documents: Awaited<ReturnType<typeof readDocuments>>;
  readonly money: Awaited<ReturnType<typeof readCaseMoney>> & Awaited<ReturnType<typeof readRecovery>>;
  readonly exports: readonly CaseExport[];
  /** When and by which list its contents were destroyed, and that list's journal, which proves it. */
  readonly destroyed: (DestroyedBy & { readonly journal: readonly ChainedRow[] }) | undefined;
}

/**
 * Reads a whole case to be given out, and notes to whom and why; undefined where it is not to be seen from here. The case
 * is locked meanwhile, so that all of it is of one moment.
 * @param reader opens the contents, for whoever may read them
 */
export async function readWholeCase(
  tx: Tx,
  { cipher, reader }: { readonly cipher: Cipher; readonly reader: Cipher | undefined },
  { caseId, by, reason }: { readonly caseId: CaseId; readonly by: string; readonly reason: string },
): Promise<WholeCase | undefined> {
  await lockCase(tx, caseId);
  const line = await readCaseLine(tx, caseId);
  if (!line) return undefined;
  const destroyed = await destroyedBy(tx, caseId);
  const opens = destroyed ? undefined : reader;
  const given = { caseId, division: line.township, by, withContents: opens !== undefined };
  // No words are kept with a file again whose contents were destroyed.
  await noteExport(tx, cipher, destroyed ? given : { ...given, reason });
  const journal = await readJournal(tx, caseId);
  return {
    line,
    exportedAt: new Date((await readBusinessClock(tx)).now).toISOString(),
    journal,
    contentKey: opens?.contentKey(caseId),
    contents: await readCaseContents(tx, opens, journal),
    documents: await readDocuments(tx, opens, caseId),
    money: { ...(await readCaseMoney(tx, caseId)), ...(await readRecovery(tx, caseId)) },
    exports: await readExports(tx, opens, caseId),
    destroyed: destroyed && { ...destroyed, journal: await readListJournal(tx, destroyed.listId) },
  };
}
