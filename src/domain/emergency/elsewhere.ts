import type { CaseId } from '../case/ids.ts';

/** Something else the county gives or gave the same person: aid once, a benefit a month, or an application under way. */
export interface Elsewhere {
  readonly caseId: CaseId;
  readonly caseNumber: string;
  readonly what: 'aid' | 'benefit' | 'application';
  /** Of aid in all; of a benefit for the whole household, a month. */
  readonly amountFen: number;
}
