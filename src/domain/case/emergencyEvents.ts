import type { Elsewhere } from '../emergency/elsewhere.ts';
import type { DepartmentCode } from '../meeting/departments.ts';
import type { IdentitySource } from './identityTasks.ts';
import type { Key } from './ids.ts';

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
}
