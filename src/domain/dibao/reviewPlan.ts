import { addDays, addMonthsToDate, addWorkingDays, type Calendar, dayNumber, type PlainDate } from '../calendar.ts';

/** When a review is prepared, due, and taken to the county because nobody did it. */
export interface ReviewPlan {
  /** The fresh check is asked for and the visit opened. */
  readonly beginsOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly countyCalledOn: PlainDate;
}

/** What the place says about its reviews: review.leadDays, .overdueWorkingDays, .spreadDays, and the months of the class. */
export interface ReviewRules {
  readonly months: number;
  readonly leadDays: number;
  readonly overdueWorkingDays: number;
  readonly spreadDays: number;
}

/**
 * The next review after one on `last`, counted from it and not from the calendar's quarter. So that a village's reviews do
 * not all fall on the day its cases began, each case is due up to `spreadDays` earlier, always by the same number of days
 * for the same case; never later than the months the law allows.
 */
export function reviewPlan(caseId: string, last: PlainDate, rules: ReviewRules, calendar: Calendar): ReviewPlan {
  const latest = addMonthsToDate(last, rules.months);
  const dueOn = laterOf(addDays(latest, -(spreadOf(caseId) % (rules.spreadDays + 1))), addDays(last, 1));
  return {
    beginsOn: laterOf(addDays(dueOn, -rules.leadDays), addDays(last, 1)),
    dueOn,
    countyCalledOn: addWorkingDays(dueOn, rules.overdueWorkingDays, calendar).date,
  };
}

function laterOf(a: PlainDate, b: PlainDate): PlainDate {
  return dayNumber(a) > dayNumber(b) ? a : b;
}

/** FNV-1a of 32 bits: the same number for the same case on every machine and in every version. */
function spreadOf(caseId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < caseId.length; i += 1) hash = Math.imul(hash ^ caseId.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
