import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AidLaw } from '../src/domain/aid/refused.ts';
import type { Doer, Particulars } from '../src/domain/case/events.ts';
import type { Key } from '../src/domain/case/ids.ts';

/** A person's decision, stored as a command before it is sent. Carries codes and ids only. */
export interface DecideMessage extends Doer {
  readonly commandId: string;
  readonly task: Key;
  /** The task version the officer's screen showed. */
  readonly taskVersion: number;
  /** The journal's tip when the command was sent: a case that stands behind it begins again from the journal. */
  readonly tip: number;
  readonly outcome: string;
  readonly particulars: Particulars;
  readonly contentHash: string;
  /** What the law of the day says that this judgement needs. */
  readonly law: LawOfTheDay;
}

/** Dated policy, read on the day of the decision. */
export interface LawOfTheDay extends AidLaw {
  readonly delegationInForce: boolean;
  readonly minInvestigators: number;
  /** A fine for fraud is at most so many times what was got by it; 0 where policy says nothing. */
  readonly fineMultiple: number;
  readonly maxInstalments: number;
  /** Those the county calls to joint meetings. */
  readonly departments?: readonly string[];
  /** Investigators are looked up in the county's register of officers. */
  readonly staffRegister?: true;
}

/** What a decision that is recorded answers; stored with its command. */
export interface Receipt {
  readonly commandId: string;
  readonly seq: number;
  readonly at: string;
}

/** Something an outside system said, stored before it is signalled. */
export interface FactMessage {
  readonly factId: string;
  readonly name: string;
  readonly key?: Key;
}

/** Besides what is said, in whose trace: a `traceparent` of W3C, handed on to the record and kept nowhere. */
export const decide = defineUpdate<Receipt, [DecideMessage, string?]>('decide');
export const factArrived = defineSignal<[FactMessage, string?]>('factArrived');
/** The test clock was moved, or a due instant went by unconsumed: look at the clocks again. */
export const clockMoved = defineSignal<[{ readonly offsetMs: number }]>('clockMoved');

/** A year's list of rest days was published: provisional ends are counted anew. */
export const calendarChanged = defineSignal<[{ readonly version: string }]>('calendarChanged');

/** The workflow id of a continuing case. */
export function caseWorkflowId(caseId: string): string {
  return `case:${caseId}`;
}
