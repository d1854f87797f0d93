import type { Income } from '../dibao/input.ts';
import type { PropertyKind } from './declaration.ts';

/** One thing about a member that a source of the data check knows, or the visitors found. */
export interface Finding {
  readonly memberNo: number;
  /** A source of the check platform, `paper`, or `visit`. */
  readonly source: string;
  readonly what:
    | { readonly income: Income['kind']; readonly amountFen: number; readonly per: 'month' | 'year' }
    | { readonly property: PropertyKind; readonly amountFen?: number; readonly count?: number };
}

/** What changes who counts, rather than what is owned. */
export type MemberStatus = 'death' | 'marriage' | 'divorce' | 'registeredElsewhere' | 'financeFedStaff';

export interface StatusFound {
  readonly memberNo: number;
  readonly source: string;
  readonly status: MemberStatus;
  readonly on?: string;
}

/** All that the check and the visit of one survey established. */
export interface Evidence {
  readonly findings: readonly Finding[];
  readonly statuses: readonly StatusFound[];
  /** Sources that gave no answer: what they would know is unknown, not absent. */
  readonly unavailable: readonly string[];
}

export const visitSource = 'visit';
