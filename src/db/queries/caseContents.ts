import type { CaseEvent } from '../../domain/case/events.ts';
import { type CaseId, type Key, publicId } from '../../domain/case/ids.ts';
import { canonical, type JournalRow } from '../case/journal.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** A content the journal quotes by hash, as the very text that was hashed. */
export interface QuotedContent {
  readonly hash: string;
  /** The events that quote it. */
  readonly events: readonly number[];
  /** What it is, as a path: `letters/confirmation.1.confirmation.txt`. */
  readonly path: string;
  /** Undefined: it is not on file any more, or the reader may not read it. */
  readonly text: string | undefined;
}

/** Every content the journal of a case quotes, in the order of the journal; without a cipher only that it is quoted. */
export async function readCaseContents(
  tx: Tx,
  cipher: Cipher | undefined,
  journal: readonly JournalRow[],
): Promise<QuotedContent[]> {
  const found = new Map<string, QuotedContent>();
  for (const { caseId, seq, data } of journal) {
    const hash = quotedBy(data);
    if (hash === undefined) continue;
    const known = found.get(hash);
    found.set(
      hash,
      known
        ? { ...known, events: [...known.events, seq] }
        : { hash, events: [seq], path: pathOf(data), text: cipher && (await textOf(tx, cipher, caseId, data)) },
    );
  }
  return [...found.values()];
}

/** The hash an event quotes; nothing where there was no content. */
export function quotedBy(event: CaseEvent): string | undefined {
  return ('contentHash' in event && event.contentHash) || undefined;
}

function pathOf(event: CaseEvent): string {
  switch (event.type) {
    case 'registered':
      return 'application.json';
    case 'taskDecided':
      return `decisions/${event.key}.json`;
    case 'factArrived':
      return `reports/${event.name}.${event.factId}.json`;
    case 'compared':
      return `comparisons/${event.key}.json`;
    case 'assessed':
      return `calculations/${event.key}.json`;
    case 'noticeIssued':
      return `letters/${event.key}.txt`;
    case 'messageRequested':
      return `messages/${event.key}.txt`;
    default:
      return `${event.type}/${'key' in event ? event.key : ''}.json`;
  }
}

/** A content that does not open any more must not keep the rest from being proven: it is shown to be missing. */
function opened(cipher: Cipher, sealed: string, boundTo: string): string | undefined {
  try {
    return cipher.open(sealed, boundTo);
  } catch (error) {
    if ((error as Error).name === 'UnsealError') return undefined;
    throw error;
  }
}

/** The text an event quotes; undefined where it is not on file, or not what was sealed. */
async function textOf(tx: Tx, cipher: Cipher, caseId: CaseId, event: CaseEvent): Promise<string | undefined> {
  const open = async (sql: string, id: string, boundTo: string) => {
    const { rows } = await tx.query<{ sealed: string | null; payload?: object }>(sql, [id]);
    const { sealed, payload } = rows[0] ?? {};
    return sealed ? opened(cipher, sealed, `${boundTo}:${id}`) : payload && canonical(payload);
  };
  const asJson = async (text: Promise<string | undefined>) => {
    const read = await text;
    return read === undefined ? undefined : canonical(JSON.parse(read));
  };
  const id = 'key' in event && event.key ? publicId(caseId, event.key as Key) : '';
  switch (event.type) {
    case 'registered':
      return asJson(open('select sealed from application where case_id = $1', caseId, 'application'));
    case 'taskDecided':
    case 'accountChanged':
      return asJson(open('select sealed from command where command_id = $1', event.commandId, 'command'));
    case 'factArrived':
      return asJson(open('select sealed, payload from fact where fact_id = $1', event.factId, 'fact'));
    case 'compared':
      return asJson(open('select sealed from comparison where comparison_id = $1', id, 'comparison'));
    case 'assessed':
      return asJson(open('select sealed from assessment where assessment_id = $1', id, 'assessment'));
    case 'handedOver':
      return asJson(open('select sealed from handover where handover_id = $1', id, 'handover'));
    case 'noticeIssued':
      return open('select sealed from notice where notice_id = $1', id, 'notice');
    case 'messageRequested': {
      const sealed = await open('select sealed from message where message_id = $1', id, 'message');
      return sealed && JSON.parse(sealed).text;
    }
    default:
      return undefined;
  }
}
