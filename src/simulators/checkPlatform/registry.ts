import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type CheckItem,
  type CheckReport,
  type CheckRequest,
  type CheckSource,
  checkItemSchema,
  checkSources,
} from '../../contracts/checkPlatform.ts';

type WithoutPerson<Item> = Item extends unknown ? Omit<Item, 'memberRef' | 'description'> : never;

/** Something the registers know about a person: an item of the protocol with its source and without a memberRef. */
export type RegisteredItem = WithoutPerson<CheckItem> & { readonly source: CheckSource; readonly description?: string };

const source = z.enum(checkSources);
const registeredItems = z.array(
  z.looseObject({ source }).transform(({ source, ...item }, context) => {
    const parsed = checkItemSchema.safeParse({ description: '', ...item, memberRef: '0' });
    if (!parsed.success) context.addIssue('not an item of the protocol');
    return { source, item: parsed.data as CheckItem };
  }),
);

/** What the registers of this make-believe province know; nobody is in them until declared. */
export interface Registry {
  /** `person`: an ID number or its SHA-256 as hex. Throws ZodError for items the protocol does not know. */
  declare(person: string, items: unknown): void;
  forget(person: string): void;
  setSource(source: CheckSource, status: 'ok' | 'unavailable'): void;
  /** The same request and the same registers give the same report. */
  report(request: CheckRequest, platformRequestId: string): CheckReport;
}

export function registry(): Registry {
  const known = new Map<string, { source: CheckSource; item: CheckItem }[]>();
  const unavailable = new Set<CheckSource>();
  return {
    declare: (person, items) => void known.set(keyOf(person), registeredItems.parse(items)),
    forget: (person) => void known.delete(keyOf(person)),
    setSource: (source, status) => void (status === 'ok' ? unavailable.delete(source) : unavailable.add(source)),
    report: (request, platformRequestId) => ({
      requestId: request.requestId,
      platformRequestId,
      reportId: `CR-${shortHash(request.requestId)}`,
      issuedAt: request.requestedAt,
      results: checkSources.map((source) =>
        unavailable.has(source)
          ? { source, status: 'unavailable', items: [] }
          : { source, status: 'ok', items: request.members.flatMap((member) => itemsOf(member, source)) },
      ),
    }),
  };

  function itemsOf({ idNumber, memberRef }: CheckRequest['members'][number], source: CheckSource): CheckItem[] {
    const items = (known.get(keyOf(idNumber)) ?? []).filter((each) => each.source === source);
    return items.map(({ item }) => ({ ...item, memberRef }));
  }
}

/** Sixteen characters that are always the same for the same text. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function keyOf(person: string): string {
  return /^[0-9a-f]{64}$/.test(person) ? person : createHash('sha256').update(person).digest('hex');
}
