import { readBusinessClock } from '../db/businessClock.ts';
import type { Tx } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId, DivisionCode } from '../domain/case/ids.ts';
import type { Role } from '../domain/case/roles.ts';
import type { ListId, ListRefusal } from '../domain/keeping/list.ts';
import type { HoldReason, KeptBy } from '../domain/keeping/words.ts';
import { type PolicyLookup, policyLookup } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';

/** Who orders something about the keeping of files, under which key. */
export interface KeepingCommand {
  readonly commandId: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly officer: string;
  readonly role: Role;
  readonly division: string;
}

export type KeepingOrder =
  | { readonly kind: 'propose'; readonly caseIds?: readonly string[] | undefined }
  | { readonly kind: 'keepOn'; readonly caseId: CaseId; readonly reason: HoldReason; readonly until: string }
  | { readonly kind: 'approve' | 'supervise'; readonly listId: ListId; readonly files: number }
  | { readonly kind: 'withdraw'; readonly listId: ListId };

/** `files`: which of those named is kept, and by what. */
export interface KeepingRefusal {
  readonly code: ListRefusal | 'notFound' | 'policyMissing' | 'idempotencyKeyReused';
  readonly files?: readonly { readonly caseNumber: string; readonly keptBy: readonly KeptBy[] }[];
}

/** Carries a refusal out of a transaction, so that it is rolled back. */
export class Refused extends Error {
  readonly refusal: KeepingRefusal;
  constructor(refusal: KeepingRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** What policy says of keeping, in a county, today. */
export interface Law {
  readonly policy: PolicySource;
  readonly today: string;
  in(division: string): PolicyLookup;
}

export async function lawOf(tx: Tx, policy: PolicySource): Promise<Law> {
  const { book } = await policy.read(tx);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  return { policy, today, in: (division) => policyLookup(book, division as DivisionCode, today, today) };
}

export function inForce<K extends 'archive.yearsAfterStop' | 'archive.supervisors'>(law: PolicyLookup, key: K) {
  const found = law(key);
  if (!found.ok) throw new Refused({ code: 'policyMissing' });
  return found.value;
}
