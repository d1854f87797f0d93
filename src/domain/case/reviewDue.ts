import { addDays, addMonthsToDate, dayNumber, type PlainDate } from '../calendar.ts';

/**
 * The day by which a family is reviewed again: counted from the last look, not from the calendar's quarter. So that a
 * village's reviews do not all fall on one day, each case is due up to `spreadDays` earlier, always by the same number of
 * days for the same case; never later than the months the law allows.
 */
export function reviewDueOn(caseId: string, last: PlainDate, months: number, spreadDays: number): PlainDate {
  const spread = addDays(addMonthsToDate(last, months), -(spreadOf(caseId) % (spreadDays + 1)));
  return dayNumber(spread) > dayNumber(last) ? spread : addDays(last, 1);
}

/** FNV-1a of 32 bits: the same number for the same case on every machine and in every version. */
function spreadOf(caseId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < caseId.length; i += 1) hash = Math.imul(hash ^ caseId.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
