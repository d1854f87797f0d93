import { createHash } from 'node:crypto';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { chainContent } from '../db/case/journal.ts';
import { chainedContent } from '../db/chainedRow.ts';
import type { QuotedContent } from '../db/queries/caseContents.ts';
import type { WholeCase } from '../db/queries/wholeCase.ts';
import { certificateOf } from '../domain/case/clockCertificate.ts';
import { UnsealError } from '../gateways/crypto/keyRing.ts';
import type { DocumentStore } from '../gateways/documents.ts';
import { calculationText } from './calculationText.ts';
import { readme } from './readme.ts';
import { timelineText } from './timelineText.ts';

/** What a file begins from: its form, whose case it is, and where its journal ends. */
export interface CaseCover {
  readonly form: typeof formOfToday;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly programme: string;
  readonly county: string;
  readonly township: string;
  readonly stage: string;
  readonly endedAs: string | null;
  readonly exportedAt: string;
  readonly journal: { readonly events: number; readonly tip: string };
  /** Present where the contents are opened. */
  readonly contentKey?: string;
  readonly exports: WholeCase['exports'];
  /** Present where the contents were destroyed; destruction.txt is the journal of the list that says so. */
  readonly destroyed?: {
    readonly listId: string;
    readonly at: string;
    readonly journal: { readonly events: number; readonly tip: string };
  };
}
export const formOfToday = 'doudi-case 1';

/** A content in the list of them. `path` is absent where it is not given out. */
export interface ListedContent {
  readonly hash: string;
  readonly events: readonly number[];
  readonly path?: string;
}

/** A document in the list of them. `path` is absent where it is not given out. */
export type ListedDocument = WholeCase['documents'][number] & { readonly path?: string };

/**
 * One case as one zip file that can be read and verified without this software: README.txt in it says how. Nothing is
 * compressed in a way of ours, every list is JSON, every text UTF-8.
 */
export async function packCase(whole: WholeCase, store: Pick<DocumentStore, 'get'>): Promise<Uint8Array> {
  const { line, journal, contents, contentKey, money } = whole;
  const dated = journal.map(({ at, data }) => ({ at, event: data }));
  const clocks = journal.flatMap(({ data }) => (data.type === 'clockStarted' ? [certificateOf(dated, data.key)] : []));
  const documents = await withBytes(whole, store);
  const files: Record<string, Uint8Array> = {
    'README.txt': strToU8(readme),
    'case.json': json(coverOf(whole)),
    'journal.txt': strToU8(journal.map((row) => `${row.hash} ${chainContent(row)}\n`).join('')),
    'timeline.txt': strToU8(timelineText(line.caseNumber, journal)),
    'clocks.json': json(clocks),
    'money.json': json(money),
    'contents.json': json(contents.map((content) => listed(content))),
    'documents.json': json(documents.map(({ document, path }) => ({ ...document, ...(path ? { path } : {}) }))),
  };
  if (whole.destroyed)
    files['destruction.txt'] = strToU8(
      whole.destroyed.journal.map((row) => `${row.hash} ${chainedContent(row)}\n`).join(''),
    );
  for (const content of contents) {
    const { path } = listed(content);
    if (path && content.text !== undefined) files[path] = strToU8(content.text);
    if (path?.startsWith('contents/calculations/') && content.text !== undefined)
      files[`${path.slice('contents/'.length).replace(/json$/, 'txt')}`] = strToU8(calculationText(content.text));
  }
  if (contentKey) for (const { path, bytes } of documents) if (path && bytes) files[path] = bytes;
  files.SHA256SUMS = strToU8(sumsOf(files));
  // Photos and scans are compressed already; trying again would hold up the process for seconds.
  const asIs: Zippable = Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, [bytes, { level: path.startsWith('documents/') ? 0 : 6 }]]),
  );
  return zipSync(asIs, { mtime: new Date(whole.exportedAt) });
}

function coverOf({ line, journal, exportedAt, contentKey, exports, destroyed }: WholeCase): CaseCover {
  const { caseId, caseNumber, programme, county, township, stage, endedAs } = line;
  return {
    form: formOfToday,
    ...{ caseId, caseNumber, programme, county, township, stage, endedAs, exportedAt },
    journal: endOf(journal),
    ...(contentKey ? { contentKey } : {}),
    exports,
    ...(destroyed
      ? { destroyed: { listId: destroyed.listId, at: destroyed.at, journal: endOf(destroyed.journal) } }
      : {}),
  };
}

/** How long a chain is, and where it ends. */
function endOf(rows: readonly { readonly hash: string }[]) {
  return { events: rows.length, tip: rows.at(-1)?.hash ?? '' };
}

function listed({ hash, events, path, text }: QuotedContent): ListedContent {
  return { hash, events, ...(text === undefined ? {} : { path: `contents/${path}` }) };
}

/** The bytes of each document, for whoever reads the contents; one that is not in the store any more, or altered there, is listed without. */
async function withBytes({ documents, contentKey }: WholeCase, store: Pick<DocumentStore, 'get'>) {
  return Promise.all(
    documents.map(async (document) => {
      const bytes = contentKey ? await store.get(document.sha256).catch(unreadable) : undefined;
      const path = bytes && `documents/${document.documentId}.${document.contentType.split('/')[1]}`;
      return { document, path, bytes };
    }),
  );
}

/** A document that was changed where it is kept is not given out as if it were the one. */
function unreadable(error: Error): undefined {
  if (!(error instanceof UnsealError)) throw error;
}

/** In the form of `sha256sum`, which checks it with `-c`. */
function sumsOf(files: Readonly<Record<string, Uint8Array>>): string {
  return Object.entries(files)
    .map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`)
    .sort((a, b) => (a.slice(64) < b.slice(64) ? -1 : 1))
    .join('');
}

function json(value: unknown): Uint8Array {
  return strToU8(`${JSON.stringify(value, null, 2)}\n`);
}
