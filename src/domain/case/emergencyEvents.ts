import type { Elsewhere } from '../emergency/elsewhere.ts';
import type { DepartmentCode } from '../meeting/departments.ts';
import type { AidForm } from './events.ts';
import type { IdentitySource } from './identityTasks.ts';
import type { Key, OfficerId } from './ids.ts';

/** The next on call were written to; `reached`: one of the township is among them; `exhausted`: none is left after them. */
export interface DutyCalled {
  readonly officers: readonly OfficerId[];
  readonly reached: boolean;
  readonly exhausted: boolean;
}

/** First aid as decided: where it is paid into an account, the money is on its way. */
export interface AidGiven {
  readonly form: AidForm;
  readonly amountFen: number;
  readonly cause: string;
  readonly paidFrom: 'standbyFund' | 'county';
  readonly by: OfficerId;
}

/** The papers of a joint meeting as one department has them: the attachments, and the hash of the whole. */
export interface PapersSent {
  readonly type: 'papersSent';
  readonly key: Key;
  readonly department: DepartmentCode;
  readonly documents: readonly string[];
  readonly sha256: readonly string[];
  readonly contentHash: string;
}

/** It is known who was helped (by keyed hash), and what the same person was given elsewhere, here included in all. */
export interface IdentityRestored {
  readonly type: 'identityRestored';
  readonly key: Key;
  readonly person: string;
  readonly source: IdentitySource;
  readonly found: readonly Elsewhere[];
  readonly inAllFen: number;
  readonly capFen: number;
  /** Another person was taken for it before, by mistake. */
  readonly corrected?: true;
}
