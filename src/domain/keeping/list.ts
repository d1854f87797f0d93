import type { PlainDate } from '../calendar.ts';
import type { Role } from '../case/roles.ts';
import type { FileKept } from './whatKeeps.ts';
import type { TakenOffFor } from './words.ts';

/** A destruction list (销毁清册): `420582-2030-001`. */
export type ListId = string & { readonly __brand: 'ListId' };

export function listIdOf(county: string, year: string, nth: number): ListId {
  return `${county.slice(0, 6)}-${year}-${String(nth).padStart(3, '0')}` as ListId;
}

export const listStates = ['proposed', 'approved', 'released', 'done', 'withdrawn'] as const;
export type ListState = (typeof listStates)[number];

/** A list as far as its next step goes by it. */
export interface ListNow {
  readonly state: ListState;
  readonly proposedBy: string;
  readonly approvedBy: string | undefined;
  readonly supervisedBy: readonly string[];
  /** Files on it that were not taken off. */
  readonly files: number;
}

export const listRefusalCodes = [
  'nothingToDestroy',
  'fileIsKept',
  'listMovedOn',
  'listApprovedByProposer',
  'listSupervisedByOthers',
  'listFilesDiffer',
  'holdInThePast',
  'holdShortened',
  'caseDestroyed',
] as const;
export type ListRefusal = (typeof listRefusalCodes)[number];

/** 审批: by another than proposed it, who names how many files they saw. Undefined: allowed. */
export function approvalRefusal(list: ListNow, officer: string, files: number): ListRefusal | undefined {
  if (list.state !== 'proposed') return 'listMovedOn';
  if (officer === list.proposedBy) return 'listApprovedByProposer';
  return files === list.files && files > 0 ? undefined : 'listFilesDiffer';
}

/** 监销: by others than have had to do with it, each once. Undefined: allowed. */
export function supervisionRefusal(list: ListNow, officer: string, files: number): ListRefusal | undefined {
  if (list.state !== 'approved') return 'listMovedOn';
  if ([list.proposedBy, list.approvedBy, ...list.supervisedBy].includes(officer)) return 'listSupervisedByOthers';
  return files === list.files ? undefined : 'listFilesDiffer';
}

/** A list is given up before it is released, and not afterwards: what is destroyed does not come back. */
export function withdrawalRefusal(list: ListNow): ListRefusal | undefined {
  return list.state === 'proposed' || list.state === 'approved' ? undefined : 'listMovedOn';
}

/** 延期保存: to a day to come; what was decided to be kept longer, the county's leader alone lets go earlier. Undefined: allowed. */
export function holdRefusal(
  { heldUntil }: Pick<FileKept, 'heldUntil'>,
  { until, today, role }: { readonly until: PlainDate; readonly today: PlainDate; readonly role: Role },
): ListRefusal | undefined {
  if (until <= today) return 'holdInThePast';
  return heldUntil !== undefined && until < heldUntil && role !== 'county_leader' ? 'holdShortened' : undefined;
}

/** What the journal of a list says, in codes and counts. */
export type ListEvent =
  | {
      readonly type: 'proposed';
      readonly ground: string;
      readonly files: readonly {
        readonly caseId: string;
        readonly caseNumber: string;
        readonly endedOn: string;
        readonly keepUntil: string;
      }[];
    }
  | { readonly type: 'takenOff'; readonly caseId: string; readonly why: TakenOffFor }
  | { readonly type: 'approved'; readonly role: string; readonly files: number; readonly supervisors: number }
  | { readonly type: 'supervised'; readonly role: string; readonly nth: number; readonly files: number }
  | ({ readonly type: 'destroyed'; readonly caseId: string; readonly caseNumber: string } & Destroyed)
  | ({ readonly type: 'done'; readonly files: number } & Destroyed)
  | { readonly type: 'withdrawn' };

/** How much was destroyed: persons, sealed contents, documents. */
export interface Destroyed {
  readonly persons: number;
  readonly contents: number;
  readonly documents: number;
}
