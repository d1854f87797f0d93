import { addMonthsToDate, type PlainDate } from '../calendar.ts';
import type { KeptBy } from './words.ts';

/** What of a file says whether it may be destroyed; amounts in fen. */
export interface FileKept {
  /** The day the case ended; undefined while it lives. */
  readonly endedOn: PlainDate | undefined;
  /** The last day of the time it had when it ended. */
  readonly keepUntil: PlainDate | undefined;
  /** The last day somebody has decided to keep it on until. */
  readonly heldUntil: PlainDate | undefined;
  /** Asked back and not come, or paid beyond what is owed and not decided about. */
  readonly toComeBackFen: number;
  readonly remedyPending: boolean;
  /** Monthly payments and instant transfers whose fate is not known. */
  readonly paymentsUnderWay: number;
  readonly owedFen: number;
  readonly matchesUnsettled: number;
  /** Decisions and reports stored that have no outcome, and what an outside system was to be told and has not taken. */
  readonly unanswered: number;
  /** Files that go on from it and have not ended. */
  readonly livingSuccessors: number;
}

/**
 * What keeps a file: all of it, so that whoever clears it up sees everything at once. Nothing: it may be put on a list.
 * Its time is the longer of what it was given when it ended and what policy asks today: who lengthens the time of keeping
 * means the files that are there, and who shortens it does not take back what was promised.
 *
 * @param years how long policy has files kept today
 */
export function whatKeeps(file: FileKept, today: PlainDate, years: number): readonly KeptBy[] {
  if (file.endedOn === undefined) return ['notEnded'];
  const reasons: readonly [boolean, KeptBy][] = [
    [keptUntil(file, years) >= today, 'timeNotOver'],
    [file.heldUntil !== undefined && file.heldUntil >= today, 'onHold'],
    [file.toComeBackFen > 0, 'recoveryOpen'],
    [file.remedyPending, 'remedyOpen'],
    [file.paymentsUnderWay > 0, 'moneyUnderWay'],
    [file.owedFen > 0, 'moneyOwed'],
    [file.matchesUnsettled > 0, 'matchUnsettled'],
    [file.unanswered > 0, 'unanswered'],
    [file.livingSuccessors > 0, 'successorDepends'],
  ];
  return reasons.flatMap(([holds, why]) => (holds ? [why] : []));
}

/** The last day of an ended file's time. */
export function keptUntil({ endedOn, keepUntil }: Pick<FileKept, 'endedOn' | 'keepUntil'>, years: number): PlainDate {
  if (endedOn === undefined) throw new Error('A case that has not ended has no time of keeping');
  const asPolicyHasIt = addMonthsToDate(endedOn, 12 * years);
  return keepUntil !== undefined && keepUntil > asPolicyHasIt ? keepUntil : asPolicyHasIt;
}
