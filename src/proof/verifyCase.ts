import { createHash, createHmac } from 'node:crypto';
import { unzipSync } from 'fflate';
import { businessDateOf } from '../domain/calendar.ts';
import { chainStart, type DailyRoot } from '../domain/dailyRoot.ts';
import { documentsChain } from './documentsChain.ts';
import { type CaseCover, formOfToday, type ListedContent, type ListedDocument } from './packCase.ts';

/** Something in an exported case that is not as it was recorded: where, and what. */
export interface Fault {
  readonly where: string;
  readonly what: FaultKind;
}

/** Kinds of faults, in Chinese and English. */
export const faultKinds = {
  notACase: ['不是案件导出文件，或者已损坏', 'is no exported case, or is damaged'],
  broken: ['此处被改动、缺失、调换或插入', 'altered, missing, reordered or inserted'],
  cutOff: ['链尾与封面记载不符', 'does not end where its cover says'],
  fileAltered: ['与导出时不一致', 'is not as it was exported'],
  fileMissing: ['缺失', 'is missing'],
  fileAdded: ['不在清单内', 'is on no list'],
  contentAltered: ['与审计链引用的散列值不符', 'is not what the journal quotes'],
  contentMissing: ['审计链引用的内容缺失', 'is quoted by the journal and missing'],
  documentAltered: ['与登记的散列值不符', 'is not the document that was registered'],
  otherThanRoot: ['与每日总根不符', 'is not what the daily root says'],
  notInRoot: ['每日总根中没有该链', 'is not in the daily root'],
  notDestroyed: ['称已销毁，但所附销毁清册没有记载', 'is said to be destroyed, and the list with it does not say so'],
  behindRoot: ['早于每日总根：其后的记录不在本档', 'ends before the daily root: what came after is not in it'],
} as const;
export type FaultKind = keyof typeof faultKinds;

interface Event {
  readonly seq: number;
  readonly hash: string;
  readonly type: string;
  /** The case it is about, where it is the event of a list. */
  readonly caseId: string | undefined;
  readonly contentHash: string | undefined;
}

type Files = Readonly<Record<string, Uint8Array>>;

/** An archive that would unpack to more than this is not unpacked: a case has some documents of 20 MiB each. */
const mostBytes = 2 * 1024 ** 3;

/**
 * Verifies an exported case from nothing but the file: each part is as it was exported, the journal is whole, and contents
 * and documents are those that were recorded. With daily roots of later days also that its end was not cut off.
 */
export function verifyCase(zip: Uint8Array, roots: readonly DailyRoot[] = []): readonly Fault[] {
  const files = unpacked(zip);
  const cover = files && readJson<CaseCover>(files, 'case.json');
  if (!files || cover?.form !== formOfToday) return [{ where: 'case.json', what: 'notACase' }];
  const { events, fault } = readEvents(files, 'journal.txt', cover.caseId, cover.journal);
  return [
    ...(fault ? [fault] : []),
    ...destructionFaults(files, cover),
    ...contentFaults(files, cover, events),
    ...documentFaults(files, cover),
    ...fileFaults(files),
    ...(fault ? [] : roots.flatMap((root) => rootFaults(cover, events, files, root))),
  ];
}

/** What an exported case says of itself; undefined where it is none. */
export function coverOf(zip: Uint8Array): CaseCover | undefined {
  const files = unpacked(zip);
  return files && readJson<CaseCover>(files, 'case.json');
}

function unpacked(zip: Uint8Array): Files | undefined {
  let bytes = 0;
  try {
    return unzipSync(zip, {
      filter: ({ originalSize }) => {
        bytes += originalSize;
        if (bytes > mostBytes) throw new Error('too large');
        return true;
      },
    });
  } catch {
    return undefined;
  }
}

/** A chain as far as it is whole, and its first event that is not. `of`: the case, or the list, that it is the journal of. */
function readEvents(
  files: Files,
  path: 'journal.txt' | 'destruction.txt',
  of: string,
  end: CaseCover['journal'],
): { readonly events: readonly Event[]; readonly fault?: Fault } {
  const named = path === 'journal.txt' ? '' : `${path} `;
  const events: Event[] = [];
  let previous = chainStart;
  for (const line of text(files, path).split('\n').slice(0, -1)) {
    const [hash, content] = [line.slice(0, 64), line.slice(65)];
    const seq = events.length + 1;
    const row = sha256(content) === hash ? (JSON.parse(content) as unknown[]) : [];
    if (row[0] !== previous || row[1] !== of || row[2] !== seq)
      return { events, fault: { where: `${named}event ${seq}`, what: 'broken' } };
    const data = row[7] as { contentHash?: string; caseId?: string };
    events.push({ seq, hash, type: String(row[4]), caseId: data.caseId, contentHash: data.contentHash || undefined });
    previous = hash;
  }
  const isWhole = events.length === end.events && (events.at(-1)?.hash ?? '') === end.tip;
  return isWhole ? { events } : { events, fault: { where: `${named}event ${events.length + 1}`, what: 'cutOff' } };
}

/** A case whose contents were destroyed carries the journal of the list that says so; nothing else makes it destroyed. */
function destructionFaults(files: Files, { caseId, destroyed, contentKey }: CaseCover): Fault[] {
  if (!destroyed) return [];
  const { events, fault } = readEvents(files, 'destruction.txt', destroyed.listId, destroyed.journal);
  if (fault) return [fault];
  const says = events.some((event) => event.type === 'destroyed' && event.caseId === caseId);
  return says && !contentKey ? [] : [{ where: 'case.json', what: 'notDestroyed' }];
}

/** Every content that is quoted is listed, and where contents are given out, is there and is what is quoted. */
function contentFaults(files: Files, { contentKey }: CaseCover, events: readonly Event[]): Fault[] {
  const list = readJson<ListedContent[]>(files, 'contents.json') ?? [];
  const listedHashes = new Set(list.map(({ hash }) => hash));
  const unlisted = events.flatMap(({ seq, contentHash }) =>
    contentHash && !listedHashes.has(contentHash)
      ? [{ where: `the content of event ${seq}`, what: 'contentMissing' as const }]
      : [],
  );
  const quoted = new Map(events.map(({ seq, contentHash }) => [seq, contentHash]));
  const wrong = list.flatMap(({ hash, path, events: by }): Fault[] => {
    const where = path ?? `the content of event ${by[0]}`;
    if (by.some((seq) => quoted.has(seq) && quoted.get(seq) !== hash)) return [{ where, what: 'contentAltered' }];
    if (!contentKey) return [];
    const bytes = path === undefined ? undefined : files[path];
    if (!bytes) return [{ where, what: 'contentMissing' }];
    const hmac = createHmac('sha256', Buffer.from(contentKey, 'hex')).update(bytes).digest('hex');
    return hmac === hash || sha256(bytes) === hash ? [] : [{ where, what: 'contentAltered' }];
  });
  return [...wrong, ...unlisted];
}

function documentFaults(files: Files, { contentKey }: CaseCover): Fault[] {
  if (!contentKey) return [];
  return (readJson<ListedDocument[]>(files, 'documents.json') ?? []).flatMap(
    ({ path, documentId, sha256: was }): Fault[] => {
      const bytes = path === undefined ? undefined : files[path];
      if (!bytes) return [{ where: path ?? `document ${documentId}`, what: 'fileMissing' }];
      return sha256(bytes) === was ? [] : [{ where: path!, what: 'documentAltered' }];
    },
  );
}

function fileFaults(files: Files): Fault[] {
  const listed = new Map(
    text(files, 'SHA256SUMS')
      .split('\n')
      .slice(0, -1)
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
  const missing = [...listed.keys()].filter((path) => !files[path]);
  const added = Object.keys(files).filter((path) => path !== 'SHA256SUMS' && !listed.has(path));
  const altered = [...listed].filter(([path, hash]) => files[path] && sha256(files[path]) !== hash);
  return [
    ...altered.map(([where]) => ({ where, what: 'fileAltered' as const })),
    ...missing.map((where) => ({ where, what: 'fileMissing' as const })),
    ...added.map((where) => ({ where, what: 'fileAdded' as const })),
  ];
}

/** A root says where journal and documents ended that day; an export may go on from there, and not fall behind it. */
function rootFaults(cover: CaseCover, events: readonly Event[], files: Files, { day, tips }: DailyRoot): Fault[] {
  const { caseId, exportedAt } = cover;
  const isLater = day > businessDateOf(Date.parse(exportedAt));
  const documents = documentsChain(readJson<ListedDocument[]>(files, 'documents.json') ?? []);
  const chains: Record<string, readonly string[]> = {
    [`case:${caseId}`]: events.map(({ hash }) => hash),
    [`documents:${caseId}`]: documents,
    ...(cover.destroyed ? { [`destruction:${cover.destroyed.listId}`]: hashesOf(files, 'destruction.txt') } : {}),
  };
  return Object.entries(chains).flatMap(([chain, hashes]): Fault[] => {
    const tip = tips.find((each) => each.chain === chain);
    if (!tip) return isLater && hashes.length > 0 ? [{ where: chain, what: 'notInRoot' }] : [];
    if (tip.seq > hashes.length) return [{ where: `${chain} ${hashes.length + 1}`, what: 'behindRoot' }];
    return hashes[tip.seq - 1] === tip.hash ? [] : [{ where: `${chain} ${tip.seq}`, what: 'otherThanRoot' }];
  });
}

function hashesOf(files: Files, path: string): string[] {
  return text(files, path)
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(0, 64));
}

function readJson<T>(files: Files, path: string): T | undefined {
  try {
    return JSON.parse(text(files, path)) as T;
  } catch {
    return undefined;
  }
}

function text(files: Files, path: string): string {
  return Buffer.from(files[path] ?? []).toString('utf8');
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
