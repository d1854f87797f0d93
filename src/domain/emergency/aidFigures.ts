import { type Fen, round } from '../money.ts';

/** What was counted of the aid given in a span, of a township or a county. */
export interface AidCounted {
  /** In need, in the cases that got aid in the span: who is known by number once, whoever is not in each case. */
  readonly persons: number;
  /** How often aid was given. */
  readonly times: number;
  readonly sumFen: number;
  /** Of the persons, those who got more than the county's threshold a head, in all their cases together. */
  readonly largePersons: number;
  /** From the report to the first money, of the emergencies that got their first in the span. */
  readonly medianMinutes: number | null;
  readonly ninetyPercentMinutes: number | null;
}

/** Papers that were completed, or whose time passed without them, in the span. */
export interface PapersCounted {
  readonly inTime: number;
  readonly late: number;
}

export interface AidFigures extends AidCounted {
  /** A person; null where nobody got any. */
  readonly averageFen: Fen | null;
  readonly papersInTime: number;
  readonly papersLate: number;
  /** With one decimal; null where none was due. */
  readonly papersInTimePercent: number | null;
  /** What the standby fund of the year still holds at the end of the day; null where none is opened. */
  readonly fundFen: number | null;
}

const nothingGiven: AidCounted = {
  persons: 0,
  times: 0,
  sumFen: 0,
  largePersons: 0,
  medianMinutes: null,
  ninetyPercentMinutes: null,
};

/** One line of the figures (临时救助统计), from what was counted; what is missing was nothing. */
export function aidFigures(
  given: AidCounted = nothingGiven,
  { inTime, late }: PapersCounted = { inTime: 0, late: 0 },
  fundFen: number | null = null,
): AidFigures {
  const papers = inTime + late;
  const { persons, times, sumFen, largePersons, medianMinutes, ninetyPercentMinutes } = given;
  return {
    ...{ persons, times, sumFen, largePersons, medianMinutes, ninetyPercentMinutes },
    averageFen: persons === 0 ? null : round(sumFen, persons, 'halfUp2dp'),
    papersInTime: inTime,
    papersLate: late,
    papersInTimePercent: papers === 0 ? null : Math.round((inTime * 1000) / papers) / 10,
    fundFen,
  };
}
